#include "server/store/sqlite/session.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/error.h"
#include "server/store/sqlite/sqlite_error.h"

namespace sparkgate::server::sqlite {
namespace {

// Others hold the file's locks for moments only: while the write-ahead log is restored or restarts.
constexpr int kBusyMillis = 5'000;

// A connection here has one thread at a time, so SQLite's own locks around every call are a sixth
// of a small read for nothing; so is its counting of memory. These are settings of the process, and
// refused once SQLite runs, which only costs the speed.
void ConfigureSqlite() {
  static const bool once = [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  (void)once;
}

// Called by SQLite for each row; gathers first columns, a line each.
int CollectRow(void* rows, int columns, char** values, char** /*names*/) {
  auto& text = *static_cast<std::string*>(rows);
  if (columns > 0 && values[0] != nullptr) text += fmt::format("{}\n", values[0]);
  return 0;
}

}  // namespace

Session::Session(std::string path, std::unique_ptr<soci::session> session)
    : path_(std::move(path)), session_(std::move(session)) {}
Session::Session(Session&&) noexcept = default;
Session::~Session() = default;

absl::StatusOr<Session> Session::Open(const std::string& path) {
  if (path.find('"') != std::string::npos) {  // SOCI's connect string has no escape for it
    return InvalidField("path", "must not contain a quotation mark");
  }
  ConfigureSqlite();
  try {
    auto session =
        std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", path));
    sqlite_api::sqlite3_busy_timeout(Handle(*session), kBusyMillis);
    return Session(path, std::move(session));
  } catch (const soci::soci_error& error) {
    return Error(absl::StatusCode::kUnavailable,
                 fmt::format("can't open {}: {}", path, error.get_error_message()),
                 {.reason = "STORAGE_UNAVAILABLE", .who = Actor::kOperator});
  }
}

absl::Status Session::Collect(const std::string& sql, std::string& rows) {
  sqlite_api::sqlite3* handle = Handle(*session_);
  const int result = sqlite_api::sqlite3_exec(handle, sql.c_str(), CollectRow, &rows, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : LastError(handle, path_);
}

absl::Status Session::Run(const std::string& sql) {
  std::string rows;
  return Collect(sql, rows);
}

absl::StatusOr<int64_t> Session::Number(const std::string& sql) {
  std::string rows;
  SG_RETURN_IF_ERROR(Collect(sql, rows));
  int64_t number = 0;
  std::from_chars(rows.data(), rows.data() + rows.size(), number);
  return number;
}

absl::Status Session::QuickCheck() {
  std::string rows;
  SG_RETURN_IF_ERROR(Collect("PRAGMA quick_check(1)", rows));
  return rows == "ok\n" ? absl::OkStatus() : Corrupt(path_);
}

std::unique_ptr<soci::session> Session::Release() && { return std::move(session_); }

}  // namespace sparkgate::server::sqlite
