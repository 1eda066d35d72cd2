// An open SQLite file, before it becomes the SQL store's connection: opening, settings, checks,
// migrations. One thread at a time.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_SESSION_H_
#define SPARKGATE_SERVER_STORE_SQLITE_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

namespace soci {
class session;
}

namespace sparkgate::server::sqlite {

class Session {
 public:
  // Opens or makes the file. Errors name it.
  static absl::StatusOr<Session> Open(const std::string& path);
  Session(Session&&) noexcept;
  ~Session();

  const std::string& path() const { return path_; }
  // One or more statements; rows are dropped.
  absl::Status Run(const std::string& sql);
  // The first column of the first row.
  absl::StatusOr<int64_t> Number(const std::string& sql);
  // DATA_LOSS (STORAGE_CORRUPT) if SQLite finds the file damaged. Reads all of it.
  absl::Status QuickCheck();

  std::unique_ptr<soci::session> Release() &&;

 private:
  Session(std::string path, std::unique_ptr<soci::session> session);
  absl::Status Collect(const std::string& sql, std::string& rows);

  std::string path_;
  std::unique_ptr<soci::session> session_;
};

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_SESSION_H_
