// Files that survive a crash whole or not at all, and a lock that says "this folder is mine".
// Errors carry a reason: FILE_MISSING, FILE_EXISTS, FILE_PERMISSION, DISK_FULL, FILE_LOCKED,
// FOLDER_UNSAFE, and FILE_IO for the rest; each names the path. Functions are thread-safe; a
// FileLock has one owner.
#ifndef SPARKGATE_BASE_FILES_H_
#define SPARKGATE_BASE_FILES_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sys/types.h>

namespace sparkgate {

absl::StatusOr<std::string> ReadFile(const std::string& path);

// A reader sees the old content or the new one, also after a power cut. `mode` is exact: the umask
// doesn't count.
absl::Status WriteFileAtomically(const std::string& path, std::string_view data, mode_t mode);

// As above with mode 0600, but refuses (ALREADY_EXISTS, FILE_EXISTS) if there is anything at
// `path`.
absl::Status WriteSecretOnce(const std::string& path, std::string_view data);

// Makes `path` and its missing parents, each with `mode`. One that exists is left as it is.
absl::Status MakeDirectory(const std::string& path, mode_t mode);

// What people with another account may do in a folder of ours. Whoever may write there can replace
// any file by one of his own, whatever the file's mode.
enum class Others { kMayRead, kMayNothing };

// As MakeDirectory with mode 0700, but refuses (FAILED_PRECONDITION, FOLDER_UNSAFE, with the
// command that mends it) a folder that is there and belongs to another user, or lets others do
// more.
absl::Status MakePrivateDirectory(const std::string& path, Others others);

// Removes what writes that a crash cut short have left in `folder`. Call it while nobody writes
// there: under the folder's lock.
absl::Status RemoveUnfinishedFiles(const std::string& folder);

// What the functions here return for the system's error number `error`: "can't open /x: …". For
// code that calls the system itself.
absl::Status FileError(std::string_view action, const std::string& path, int error);

// Held from Acquire until destruction; the kernel lets it go if the process dies.
class FileLock {
 public:
  // Makes the file if need be, and refuses to follow a symbolic link. FAILED_PRECONDITION
  // (FILE_LOCKED) if another process, or another FileLock of this one, holds it; the message names
  // the holder.
  static absl::StatusOr<FileLock> Acquire(const std::string& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}

  int fd_;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_FILES_H_
