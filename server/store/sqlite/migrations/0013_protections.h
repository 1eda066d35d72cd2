#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0013_PROTECTIONS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0013_PROTECTIONS_H_

namespace sparkgate::server::sqlite {

// What stands between a workspace's mistakes and money, and the calls that a dry run kept back.
inline constexpr char kMigration0013[] = R"sql(
ALTER TABLE workspaces ADD COLUMN allowed_ad_accounts TEXT NOT NULL DEFAULT '';
ALTER TABLE workspaces ADD COLUMN ceilings TEXT NOT NULL DEFAULT '';
ALTER TABLE workspaces ADD COLUMN dry_run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operations ADD COLUMN planned_method TEXT NOT NULL DEFAULT '';
ALTER TABLE operations ADD COLUMN planned_path TEXT NOT NULL DEFAULT '';
ALTER TABLE operations ADD COLUMN planned_body TEXT NOT NULL DEFAULT '';
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0013_PROTECTIONS_H_
