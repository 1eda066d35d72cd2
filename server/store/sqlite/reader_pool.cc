#include "server/store/sqlite/reader_pool.h"

#include <algorithm>
#include <utility>

#include "base/error.h"

namespace sparkgate::server::sqlite {

ReaderPool::ReaderPool(std::string path, const sql::Engine& engine, size_t limit)
    : path_(std::move(path)), engine_(engine), limit_(std::max<size_t>(limit, 1)) {}

absl::Status ReaderPool::With(absl::Status (SqliteReader::*read)(const Store::ReadFn&),
                              const Store::ReadFn& fn) {
  reads_.fetch_add(1, std::memory_order_relaxed);
  SG_ASSIGN_OR_RETURN(std::unique_ptr<SqliteReader> reader, Take());
  absl::Status status = ((*reader).*read)(fn);
  GiveBack(std::move(reader));
  return status;
}

absl::StatusOr<std::unique_ptr<SqliteReader>> ReaderPool::Take() {
  {
    MutexLock lock(mutex_);
    while (idle_.empty() && open_ == limit_) returned_.Wait(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<SqliteReader> reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
    ++open_;
  }
  absl::StatusOr<std::unique_ptr<SqliteReader>> reader = SqliteReader::Open(path_, engine_);
  if (!reader.ok()) {
    MutexLock lock(mutex_);
    --open_;
    returned_.NotifyOne();
  }
  return reader;
}

void ReaderPool::GiveBack(std::unique_ptr<SqliteReader> reader) {
  MutexLock lock(mutex_);
  idle_.push_back(std::move(reader));
  returned_.NotifyOne();
}

}  // namespace sparkgate::server::sqlite
