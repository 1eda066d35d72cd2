// Readers for many threads: each Read has one to itself. They are opened when they are first needed
// and the one used last is taken first, since its cache is warm. Thread-safe.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_READER_POOL_H_
#define SPARKGATE_SERVER_STORE_SQLITE_READER_POOL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "base/mutex.h"
#include "server/store/sqlite/reader.h"

namespace sparkgate::server::sqlite {

class ReaderPool {
 public:
  // At most `limit` readers; further calls wait for one. `engine` outlives the pool.
  ReaderPool(std::string path, const sql::Engine& engine, size_t limit);
  absl::Status Read(const Store::ReadFn& fn) { return With(&SqliteReader::Read, fn); }
  absl::Status ReadPoint(const Store::ReadFn& fn) { return With(&SqliteReader::ReadPoint, fn); }
  int64_t reads() const { return reads_.load(std::memory_order_relaxed); }

 private:
  absl::Status With(absl::Status (SqliteReader::*read)(const Store::ReadFn&),
                    const Store::ReadFn& fn);
  absl::StatusOr<std::unique_ptr<SqliteReader>> Take();
  void GiveBack(std::unique_ptr<SqliteReader> reader);

  const std::string path_;
  const sql::Engine& engine_;
  const size_t limit_;
  std::atomic<int64_t> reads_ = 0;
  Mutex mutex_;
  CondVar returned_;
  size_t open_ SG_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<SqliteReader>> idle_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_READER_POOL_H_
