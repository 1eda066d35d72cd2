#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0014_CODE_IMPORTS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0014_CODE_IMPORTS_H_

namespace sparkgate::server::sqlite {

// Texts that codes are imported from, and what was found in them; never the text itself.
inline constexpr char kMigration0014[] = R"sql(
CREATE TABLE code_imports (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  ad_account TEXT NOT NULL,
  stage INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  skipping INTEGER NOT NULL,
  items INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  done INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE TABLE import_items (
  workspace TEXT NOT NULL,
  code_import TEXT NOT NULL,
  number INTEGER NOT NULL,
  state INTEGER NOT NULL,
  text_offset INTEGER NOT NULL,
  text_length INTEGER NOT NULL,
  hint TEXT NOT NULL,
  lookup_hash TEXT NOT NULL,
  arguments TEXT NOT NULL,
  same_as INTEGER NOT NULL,
  operation TEXT NOT NULL,
  item_id TEXT NOT NULL,
  error_code INTEGER NOT NULL,
  error_reason TEXT NOT NULL,
  error_message TEXT NOT NULL,
  error_who TEXT NOT NULL,
  PRIMARY KEY (workspace, code_import, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX import_items_by_code ON import_items (workspace, code_import, lookup_hash)
  WHERE lookup_hash <> '';
CREATE INDEX import_items_by_state ON import_items (workspace, code_import, state, number);
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0014_CODE_IMPORTS_H_
