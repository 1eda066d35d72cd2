#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0010_HINTS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0010_HINTS_H_

namespace sparkgate::server::sqlite {

// TikTok's webhooks name ad groups by TikTok's ids.
inline constexpr char kMigration0010[] = R"sql(
CREATE INDEX ad_groups_by_tiktok_id ON ad_groups (workspace, tiktok_id) WHERE tiktok_id <> '';
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0010_HINTS_H_
