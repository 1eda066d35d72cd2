#include "server/store/sqlite/sqlite_error.h"

#include <cerrno>

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::server::sqlite {
namespace {

absl::Status Full(const std::string& path) {
  return Error(absl::StatusCode::kResourceExhausted,
               fmt::format("no space is left for {}: free some; nothing was written", path),
               {.reason = "STORAGE_FULL", .who = Actor::kOperator});
}

absl::Status Unavailable(const std::string& path, const char* why, Actor who) {
  return Error(absl::StatusCode::kUnavailable, fmt::format("{} can't be used now: {}", path, why),
               {.reason = "STORAGE_UNAVAILABLE", .who = who});
}

bool OutOfSpace(int error_number) { return error_number == ENOSPC || error_number == EDQUOT; }

absl::Status FromResult(int result, int extended, int error_number, const char* message,
                        const std::string& path) {
  switch (result & 0xFF) {
    case SQLITE_FULL:
      return Full(path);
    case SQLITE_IOERR:
      // The shared memory beside the log is grown in a way that has no FULL of its own.
      if (OutOfSpace(error_number)) return Full(path);
      return Corrupt(path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Corrupt(path);
    case SQLITE_CONSTRAINT:
      if (extended != SQLITE_CONSTRAINT_UNIQUE && extended != SQLITE_CONSTRAINT_PRIMARYKEY) break;
      return Error(absl::StatusCode::kAborted, fmt::format("a key is taken: {}", message),
                   {.reason = "STORAGE_CONFLICT", .who = Actor::kNobody});
    case SQLITE_TOOBIG:
      return InvalidField("text", "is too long to be stored");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Unavailable(path, "another process holds it", Actor::kNobody);
    case SQLITE_NOMEM:
      return Unavailable(path, "out of memory", Actor::kOperator);
    case SQLITE_CANTOPEN:
      if (OutOfSpace(error_number)) return Full(path);
      return Unavailable(path, "it can't be opened; does its folder exist, and is it ours?",
                         Actor::kOperator);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return Unavailable(path, "it can't be written; check its permissions", Actor::kOperator);
    default:
      break;
  }
  return Error(absl::StatusCode::kInternal, fmt::format("{}: {}", path, message),
               {.reason = "STORAGE_ERROR", .who = Actor::kOperator});
}

}  // namespace

// The sanitizer would look at type information that libsoci_sqlite3 keeps to itself.
__attribute__((no_sanitize("vptr"))) sqlite_api::sqlite3* Handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

absl::Status Corrupt(const std::string& path) {
  return Error(absl::StatusCode::kDataLoss,
               fmt::format("{} is damaged, can't be read, or is no database of Sparkgate: restore "
                           "it from a backup",
                           path),
               {.reason = "STORAGE_CORRUPT", .who = Actor::kOperator});
}

absl::Status LastError(sqlite_api::sqlite3* handle, const std::string& path) {
  const int extended = sqlite_api::sqlite3_extended_errcode(handle);
  return FromResult(extended, extended, sqlite_api::sqlite3_system_errno(handle),
                    sqlite_api::sqlite3_errmsg(handle), path);
}

absl::Status SqliteEngine::Translate(soci::session& session, const std::exception& error) const {
  sqlite_api::sqlite3* handle = Handle(session);
  if (const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    return FromResult(known->result(), sqlite_api::sqlite3_extended_errcode(handle),
                      sqlite_api::sqlite3_system_errno(handle), known->get_error_message().c_str(),
                      path_);
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return FromResult(SQLITE_NOMEM, 0, 0, "", path_);
  }
  const auto* soci = dynamic_cast<const soci::soci_error*>(&error);
  return FromResult(SQLITE_ERROR, 0, 0,
                    soci != nullptr ? soci->get_error_message().c_str() : "an unexpected error",
                    path_);
}

bool SqliteEngine::InTransaction(soci::session& session) const {
  return sqlite_api::sqlite3_get_autocommit(Handle(session)) == 0;
}

}  // namespace sparkgate::server::sqlite
