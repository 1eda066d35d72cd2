#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0003_REFRESH_SENT_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0003_REFRESH_SENT_H_

namespace sparkgate::server::sqlite {

// That a refresh token was sent, written down before it is (Creator::refresh_sent).
inline constexpr char kMigration0003[] = R"sql(
ALTER TABLE creators ADD COLUMN refresh_sent INTEGER NOT NULL DEFAULT 0;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0003_REFRESH_SENT_H_
