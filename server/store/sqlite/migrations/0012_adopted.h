#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0012_ADOPTED_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0012_ADOPTED_H_

namespace sparkgate::server::sqlite {

// What people made on TikTok itself. Ad accounts that are connected already are looked through at
// once: as of when they were read last, which is past.
inline constexpr char kMigration0012[] = R"sql(
ALTER TABLE campaigns ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN tiktok_objective TEXT NOT NULL DEFAULT '';
ALTER TABLE ad_groups ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ads ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ads ADD COLUMN identity_type TEXT NOT NULL DEFAULT 'AUTH_CODE';
INSERT INTO work (workspace, kind, subject, due, attempts)
  SELECT workspace, 'status.adopt', id, sync_time, 0 FROM ad_accounts;
CREATE INDEX campaigns_by_tiktok_id ON campaigns (workspace, tiktok_id) WHERE tiktok_id <> '';
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0012_ADOPTED_H_
