// The schema's history: numbered migrations, applied in one transaction and recorded.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_H_
#define SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_H_

#include <string>

#include <absl/status/status.h>

#include "server/store/sqlite/session.h"

namespace sparkgate::server::sqlite {

// Brings the schema up to this program's version and, the first time, gives the store its id.
// FAILED_PRECONDITION (STORAGE_TOO_NEW) if a newer program has written the file; then nothing was
// changed.
absl::Status Migrate(Session& session);

inline constexpr char kStoreIdMeta[] = "store_id";

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_MIGRATIONS_H_
