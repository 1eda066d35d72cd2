#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0009_CONSENT_DUE_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0009_CONSENT_DUE_H_

namespace sparkgate::server::sqlite {

// Creators who consented before ends of consents were watched: 30 days (in microseconds) before.
inline constexpr char kMigration0009[] = R"sql(
INSERT INTO work (workspace, kind, subject, due, attempts)
  SELECT workspace, 'consent.due', id, consent_end - 2592000000000, 0
  FROM creators WHERE state = 1;
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0009_CONSENT_DUE_H_
