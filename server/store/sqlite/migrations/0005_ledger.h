#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0005_LEDGER_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0005_LEDGER_H_

namespace sparkgate::server::sqlite {

// Entries of the audit log get a digest, by which the chain can be checked without them, and the
// post that they are about. Those written before have none; the chain goes on behind them.
inline constexpr char kMigration0005[] = R"sql(
ALTER TABLE audit_log RENAME COLUMN detail TO attributes;
UPDATE audit_log SET attributes =
  CASE attributes WHEN '' THEN '{}' ELSE json_object('detail', attributes) END;
ALTER TABLE audit_log ADD COLUMN item_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_log ADD COLUMN digest TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_log_by_item ON audit_log (workspace, item_id, number) WHERE item_id <> '';
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0005_LEDGER_H_
