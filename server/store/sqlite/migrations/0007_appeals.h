#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0007_APPEALS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0007_APPEALS_H_

namespace sparkgate::server::sqlite {

// What became of the appeal against an ad's rejection (Review::appeal; 1: there was none), and
// whether the ad ever delivered: of those that are approved it is assumed.
inline constexpr char kMigration0007[] = R"sql(
ALTER TABLE ads ADD COLUMN review_appeal INTEGER NOT NULL DEFAULT 1;
ALTER TABLE ads ADD COLUMN review_appeal_time INTEGER;
ALTER TABLE ads ADD COLUMN has_delivered INTEGER NOT NULL DEFAULT 0;
UPDATE ads SET has_delivered = 1 WHERE review_state IN (3, 4) AND delivery_state >= 2;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0007_APPEALS_H_
