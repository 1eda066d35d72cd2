#include "server/store/sqlite/sqlite_store.h"

#include <cerrno>
#include <filesystem>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/session.h"

namespace sparkgate::server::sqlite {
namespace {

constexpr int64_t kPageBytes = 4096;

absl::StatusOr<FileLock> LockFile(const std::string& path) {
  absl::StatusOr<FileLock> lock = FileLock::Acquire(path + ".lock");
  if (ReasonOf(lock.status()) != "FILE_LOCKED") return lock;
  return Error(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("{} is in use by another server: {}", path, std::string(lock.status().message())),
      {.reason = "STORAGE_LOCKED", .who = Actor::kOperator});
}

// SQLite would make it for everybody's eyes, and its companions take after it. Nothing is in it
// yet, so it needn't be durable.
absl::Status MakeFile(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno != EEXIST) return FileError("make", path, errno);
  if (file >= 0) close(file);
  return absl::OkStatus();
}

absl::Status Configure(Session& session, const SqliteOptions& options) {
  // The settings first: they are what makes the rest durable. The log is cut back after a burst.
  SG_RETURN_IF_ERROR(session.Run(fmt::format(
      "PRAGMA page_size = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = {};"
      "PRAGMA journal_size_limit = {}; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY",
      kPageBytes, options.sync ? "FULL" : "OFF", 64 << 20)));
  if (options.max_bytes <= 0) return absl::OkStatus();
  return session.Run(fmt::format("PRAGMA max_page_count = {}", options.max_bytes / kPageBytes));
}

absl::Status Check(Session& session, const SqliteOptions& options) {
  SG_ASSIGN_OR_RETURN(const int64_t pages, session.Number("PRAGMA page_count"));
  if (pages * kPageBytes > options.check_limit_bytes) return absl::OkStatus();
  return session.QuickCheck();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(const SqliteOptions& options) {
  const std::filesystem::path path = std::filesystem::absolute(options.path);
  SG_RETURN_IF_ERROR(MakeDirectory(path.parent_path(), 0700));
  SG_ASSIGN_OR_RETURN(FileLock lock, LockFile(path));
  SG_RETURN_IF_ERROR(MakeFile(path));
  SG_ASSIGN_OR_RETURN(Session session, Session::Open(path));
  SG_RETURN_IF_ERROR(Configure(session, options));
  SG_RETURN_IF_ERROR(Check(session, options));
  SG_RETURN_IF_ERROR(Migrate(session));
  std::unique_ptr<SqliteStore> store(
      new SqliteStore(std::move(lock), path, std::move(session).Release(), options));
  SG_ASSIGN_OR_RETURN(store->store_id_, store->GetMeta(kStoreIdMeta));
  return store;
}

SqliteStore::SqliteStore(FileLock lock, std::string path, std::unique_ptr<soci::session> session,
                         const SqliteOptions& options)
    : lock_(std::move(lock)),
      path_(std::move(path)),
      engine_(path_),
      readers_(path_, engine_, options.readers),
      point_readers_(path_, engine_, std::numeric_limits<size_t>::max()),
      writer_(std::make_unique<sql::Connection>(std::move(session), engine_), options.group_limit) {
}

absl::Status SqliteStore::Write(const WriteFn& fn) {
  return writer_.Write([&fn](sql::SqlTransaction& transaction) { return fn(transaction); });
}

StoreStats SqliteStore::stats() const {
  return {.reads = readers_.reads() + point_readers_.reads(),
          .writes = writer_.writes(),
          .commits = writer_.commits()};
}

absl::StatusOr<std::string> SqliteStore::GetMeta(const std::string& key) {
  std::string value;
  SG_RETURN_IF_ERROR(Read([&](const Transaction& transaction) -> absl::Status {
    SG_ASSIGN_OR_RETURN(value, static_cast<const sql::SqlTransaction&>(transaction).GetMeta(key));
    return absl::OkStatus();
  }));
  return value;
}

absl::Status SqliteStore::PutMeta(const std::string& key, const std::string& value) {
  return writer_.Write(
      [&](sql::SqlTransaction& transaction) { return transaction.PutMeta(key, value); });
}

void SqliteStore::OnEvents(std::function<void(const std::string&, int64_t)> callback) {
  writer_.OnEvents(std::move(callback));
}

}  // namespace sparkgate::server::sqlite

namespace sparkgate::server {

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options) {
  return sqlite::SqliteStore::Open(options);
}

}  // namespace sparkgate::server
