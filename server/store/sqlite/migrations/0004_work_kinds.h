#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0004_WORK_KINDS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0004_WORK_KINDS_H_

namespace sparkgate::server::sqlite {

// Kinds of work were named anew, so that their words are the order in which they are done.
inline constexpr char kMigration0004[] = R"sql(
UPDATE work SET kind = 'post.due' WHERE kind = 'authorization.due';
UPDATE work SET kind = 'status.sync' WHERE kind = 'ads.sync';
)sql";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_0004_WORK_KINDS_H_
