// The embedded engine: one SQLite file, for one server process.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_OPEN_H_
#define SPARKGATE_SERVER_STORE_SQLITE_OPEN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "server/store/store.h"

namespace sparkgate::server {

struct SqliteOptions {
  // The database file; it, its folder and two companions (-wal, .lock) are made if need be, for the
  // owner's eyes only.
  std::string path;
  size_t readers = 8;        // connections that read at the same time
  size_t group_limit = 256;  // calls in one commit
  // The file is checked for damage at opening if it's no larger: a start must not take minutes.
  // What is damaged in a larger one shows when it is read.
  int64_t check_limit_bytes = 32 << 20;
  int64_t max_bytes = 0;  // full at this size; 0 = when the disk is
  // False gives up durability, not consistency: for tests that write a lot.
  bool sync = true;
};

// The store holds the file until it is destroyed; calls that wait then are still written.
//
// FAILED_PRECONDITION: STORAGE_LOCKED (another process has it), STORAGE_TOO_NEW (a newer Sparkgate
// wrote it). DATA_LOSS: STORAGE_CORRUPT. UNAVAILABLE: STORAGE_UNAVAILABLE. All name the file.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_SQLITE_OPEN_H_
