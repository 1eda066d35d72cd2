// The store on one SQLite file. Thread-safe.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_SQLITE_STORE_H_
#define SPARKGATE_SERVER_STORE_SQLITE_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "base/files.h"
#include "server/store/sqlite/group_writer.h"
#include "server/store/sqlite/open.h"
#include "server/store/sqlite/reader_pool.h"
#include "server/store/sqlite/sqlite_error.h"
#include "server/store/store.h"

namespace sparkgate::server::sqlite {

class SqliteStore final : public Store {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const SqliteOptions& options);

  absl::Status Read(const ReadFn& fn) override { return readers_.Read(fn); }
  absl::Status ReadPoint(const ReadFn& fn) override { return point_readers_.ReadPoint(fn); }
  bool points_are_local() const override { return true; }
  absl::Status Write(const WriteFn& fn) override;
  StoreStats stats() const override;
  const std::string& store_id() const override { return store_id_; }
  absl::StatusOr<std::string> GetMeta(const std::string& key) override;
  absl::Status PutMeta(const std::string& key, const std::string& value) override;
  void OnEvents(std::function<void(const std::string&, int64_t)> callback) override;
  size_t waiting_writes() const { return writer_.waiting(); }

 private:
  SqliteStore(FileLock lock, std::string path, std::unique_ptr<soci::session> session,
              const SqliteOptions& options);

  const FileLock lock_;
  const std::string path_;
  const SqliteEngine engine_;
  std::string store_id_;
  // Readers outlive the writer, so that the last connection to close, which tidies up the log, is
  // not one that may only read.
  ReaderPool readers_;
  ReaderPool point_readers_;  // as many as there are threads that read points
  GroupWriter writer_;
};

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_SQLITE_STORE_H_
