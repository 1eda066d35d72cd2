#include "base/files.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate {
namespace {

// Closes what it holds. -1 is nothing.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

std::string ParentOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// A rename is only durable once its directory is.
absl::Status SyncDirectory(const std::string& path) {
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return FileError("open", path, errno);
  if (fsync(directory.get()) != 0) return FileError("sync", path, errno);
  return absl::OkStatus();
}

absl::Status WriteAll(int fd, const std::string& path, std::string_view data) {
  while (!data.empty()) {
    const ssize_t written = write(fd, data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("write", path, errno);
    data.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// Into `temporary`; errors name `path`, which is all that anybody knows.
absl::Status WriteNew(const std::string& temporary, const std::string& path, std::string_view data,
                      mode_t mode) {
  const Descriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) return FileError("create", path, errno);
  SG_RETURN_IF_ERROR(WriteAll(file.get(), path, data));
  if (fchmod(file.get(), mode) != 0) return FileError("set the mode of", path, errno);
  if (fsync(file.get()) != 0) return FileError("sync", path, errno);
  return absl::OkStatus();
}

// "<path>.tmp-<16 hex digits>".
constexpr std::string_view kTemporary = ".tmp-";
constexpr size_t kTemporaryBytes = 8;

bool IsTemporary(std::string_view name) {
  const size_t at = name.rfind(kTemporary);
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view rest = name.substr(at + kTemporary.size());
  return rest.size() == 2 * kTemporaryBytes &&
         rest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// 0, or errno. One that is there stays as it is.
int MakeOneDirectory(const std::string& path, mode_t mode) {
  if (mkdir(path.c_str(), mode) == 0) return chmod(path.c_str(), mode) == 0 ? 0 : errno;
  const int error = errno;
  struct stat info {};
  const bool there = error == EEXIST && stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  return there ? 0 : error;
}

enum class Existing { kReplace, kRefuse };

absl::Status Write(const std::string& path, std::string_view data, mode_t mode, Existing existing) {
  const std::string temporary =
      fmt::format("{}{}{}", path, kTemporary, ToHex(RandomBytes(kTemporaryBytes)));
  absl::Status status = WriteNew(temporary, path, data, mode);
  if (status.ok() && existing == Existing::kReplace) {
    if (rename(temporary.c_str(), path.c_str()) != 0) status = FileError("write", path, errno);
  } else if (status.ok()) {
    // Unlike a rename, a link fails if the name is taken.
    if (link(temporary.c_str(), path.c_str()) != 0) status = FileError("write", path, errno);
    unlink(temporary.c_str());
  }
  if (!status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  return SyncDirectory(ParentOf(path));
}

}  // namespace

absl::Status FileError(std::string_view action, const std::string& path, int error) {
  absl::StatusCode code = absl::StatusCode::kInternal;
  std::string reason = "FILE_IO";
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      code = absl::StatusCode::kResourceExhausted;
      reason = "DISK_FULL";
      break;
    case ENOENT:
    case ENOTDIR:
      code = absl::StatusCode::kNotFound;
      reason = "FILE_MISSING";
      break;
    case EEXIST:
      code = absl::StatusCode::kAlreadyExists;
      reason = "FILE_EXISTS";
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      code = absl::StatusCode::kPermissionDenied;
      reason = "FILE_PERMISSION";
      break;
    default:
      break;
  }
  return Error(code,
               fmt::format("can't {} {}: {}", action, path, std::generic_category().message(error)),
               {.reason = reason, .who = Actor::kOperator, .metadata = {{"path", path}}});
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return FileError("open", path, errno);
  std::string data;
  char buffer[16384];
  while (true) {
    const ssize_t count = read(file.get(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path, errno);
    if (count == 0) return data;
    data.append(buffer, static_cast<size_t>(count));
  }
}

absl::Status WriteFileAtomically(const std::string& path, std::string_view data, mode_t mode) {
  return Write(path, data, mode, Existing::kReplace);
}

absl::Status WriteSecretOnce(const std::string& path, std::string_view data) {
  return Write(path, data, 0600, Existing::kRefuse);
}

absl::Status MakeDirectory(const std::string& path, mode_t mode) {
  int error = MakeOneDirectory(path, mode);
  const std::string parent = ParentOf(path);
  if (error == ENOENT && parent != path && parent != ".") {
    SG_RETURN_IF_ERROR(MakeDirectory(parent, mode));
    error = MakeOneDirectory(path, mode);  // once: /proc says ENOENT of whatever it doesn't have
  }
  return error == 0 ? absl::OkStatus() : FileError("make the directory", path, error);
}

absl::Status MakePrivateDirectory(const std::string& path, Others others) {
  SG_RETURN_IF_ERROR(MakeDirectory(path, 0700));
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return FileError("look at", path, errno);
  const mode_t refused = others == Others::kMayRead ? 0022 : 0077;
  if (info.st_uid == geteuid() && (info.st_mode & refused) == 0) return absl::OkStatus();
  std::string problem;
  if (info.st_uid != geteuid()) {
    problem = fmt::format("belongs to user {}, not to this process's user {}: run chown {} {}",
                          info.st_uid, geteuid(), geteuid(), path);
  } else {
    problem = fmt::format("may be {} by others (mode {:o}): run chmod {} {}",
                          (info.st_mode & 0022) != 0 ? "written" : "read", info.st_mode & 0777,
                          others == Others::kMayRead ? "go-w" : "go-rwx", path);
  }
  return Error(absl::StatusCode::kFailedPrecondition, fmt::format("{} {}", path, problem),
               {.reason = "FOLDER_UNSAFE", .who = Actor::kOperator, .metadata = {{"path", path}}});
}

absl::Status RemoveUnfinishedFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!IsTemporary(entry->path().filename().native())) continue;
    if (unlink(entry->path().c_str()) != 0 && errno != ENOENT) {
      return FileError("remove", entry->path(), errno);
    }
  }
  return error ? FileError("list", folder, error.value()) : absl::OkStatus();
}

absl::StatusOr<FileLock> FileLock::Acquire(const std::string& path) {
  // Never through a link: a folder that others may write would make us overwrite a file of ours.
  Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0) return FileError("open", path, errno);
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return FileError("look at", path, errno);
  if (!S_ISREG(info.st_mode)) return FileError("lock", path, EINVAL);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return FileError("lock", path, errno);
    const absl::StatusOr<std::string> holder = ReadFile(path);
    return Error(
        absl::StatusCode::kFailedPrecondition,
        fmt::format("another process{} holds {}",
                    holder.ok() && !holder->empty() ? fmt::format(" ({})", *holder) : "", path),
        {.reason = "FILE_LOCKED", .who = Actor::kOperator, .metadata = {{"path", path}}});
  }
  // For people who ask who holds it. The lock itself doesn't depend on what is in the file.
  if (ftruncate(file.get(), 0) != 0) return FileError("write", path, errno);
  SG_RETURN_IF_ERROR(WriteAll(file.get(), path, fmt::format("pid {}", getpid())));
  return FileLock(file.Release());
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileLock::~FileLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace sparkgate
