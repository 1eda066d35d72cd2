#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0008_END_POLICY_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0008_END_POLICY_H_

namespace sparkgate::server::sqlite {

// What a workspace makes of authorizations that end before an ad's schedule does; 2: a warning, as
// it was for all.
inline constexpr char kMigration0008[] = R"sql(
ALTER TABLE workspaces ADD COLUMN end_policy INTEGER NOT NULL DEFAULT 2;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0008_END_POLICY_H_
