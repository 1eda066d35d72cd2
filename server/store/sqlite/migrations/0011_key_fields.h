#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0011_KEY_FIELDS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0011_KEY_FIELDS_H_

namespace sparkgate::server::sqlite {

// A key's rate limit (0: none), its last use, and the secret that it had before it was rotated.
inline constexpr char kMigration0011[] = R"sql(
ALTER TABLE api_keys ADD COLUMN calls_per_second INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN burst INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN last_use_time INTEGER;
ALTER TABLE api_keys ADD COLUMN old_secret_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN old_secret_end INTEGER;
CREATE INDEX api_keys_by_old_hash ON api_keys (old_secret_hash);
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0011_KEY_FIELDS_H_
