#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0002_ORDINALS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0002_ORDINALS_H_

namespace sparkgate::server::sqlite {

// Numbers that are drawn once (OperationTable::DrawOrdinal).
inline constexpr char kMigration0002[] = R"sql(
CREATE TABLE ordinals (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0002_ORDINALS_H_
