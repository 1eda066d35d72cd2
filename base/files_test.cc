#include "base/files.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

namespace sparkgate {
namespace {

class FilesTest : public testing::Test {
 protected:
  FilesTest() : root_(testing::TempDir() + "sparkgate_files_XXXXXX") { mkdtemp(root_.data()); }
  ~FilesTest() override { std::filesystem::remove_all(root_); }

  std::string Path(const std::string& name) const { return root_ + "/" + name; }
  static mode_t ModeOf(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(stat(path.c_str(), &info), 0);
    return info.st_mode & 07777;
  }
  ptrdiff_t Entries() const {
    return std::distance(std::filesystem::directory_iterator(root_), {});
  }

  std::string root_;
};

TEST_F(FilesTest, ReadsWhatWasWritten) {
  const std::string data = std::string(50'000, 'x') + std::string("\0\n", 2);
  ASSERT_TRUE(WriteFileAtomically(Path("a"), "old", 0644).ok());
  ASSERT_TRUE(WriteFileAtomically(Path("a"), data, 0666).ok());
  EXPECT_EQ(*ReadFile(Path("a")), data);
  EXPECT_EQ(ModeOf(Path("a")), 0666u);
  EXPECT_EQ(Entries(), 1);
}

TEST_F(FilesTest, ErrorsSayWhyAndWhere) {
  const absl::Status missing = ReadFile(Path("none")).status();
  EXPECT_EQ(ReasonOf(missing), "FILE_MISSING");
  EXPECT_THAT(std::string(missing.message()), testing::HasSubstr(Path("none")));
  EXPECT_EQ(ReasonOf(ReadFile(root_).status()), "FILE_IO");
  EXPECT_EQ(ReasonOf(WriteFileAtomically(Path("none/a"), "x", 0600)), "FILE_MISSING");
  ASSERT_TRUE(MakeDirectory(Path("d"), 0700).ok());
  EXPECT_FALSE(WriteFileAtomically(Path("d"), "x", 0600).ok());
  EXPECT_EQ(Entries(), 1) << "a failed write leaves nothing behind";
}

TEST_F(FilesTest, ASecretIsWrittenOnce) {
  ASSERT_TRUE(WriteSecretOnce(Path("key"), "first").ok());
  EXPECT_EQ(ModeOf(Path("key")), 0600u);
  const absl::Status again = WriteSecretOnce(Path("key"), "second");
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(again), "FILE_EXISTS");
  EXPECT_EQ(*ReadFile(Path("key")), "first");
  EXPECT_EQ(Entries(), 1);
}

TEST_F(FilesTest, MakesParentsAndLeavesWhatExists) {
  ASSERT_TRUE(MakeDirectory(Path("a/b/c"), 0700).ok());
  EXPECT_EQ(ModeOf(Path("a/b")), 0700u);
  ASSERT_TRUE(MakeDirectory(Path("a/b"), 0755).ok());
  EXPECT_EQ(ModeOf(Path("a/b")), 0700u);
  ASSERT_TRUE(MakeDirectory(Path("a/b/"), 0755).ok());
  ASSERT_TRUE(WriteFileAtomically(Path("file"), "", 0600).ok());
  EXPECT_EQ(ReasonOf(MakeDirectory(Path("file"), 0700)), "FILE_EXISTS");
  EXPECT_EQ(ReasonOf(MakeDirectory(Path("file/x"), 0700)), "FILE_MISSING");
}

TEST_F(FilesTest, ALockHasOneHolder) {
  {
    absl::StatusOr<FileLock> lock = FileLock::Acquire(Path("lock"));
    ASSERT_TRUE(lock.ok()) << lock.status();
    const FileLock moved = *std::move(lock);
    const absl::Status second = FileLock::Acquire(Path("lock")).status();
    EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(second), "FILE_LOCKED");
    EXPECT_EQ(second.message(),
              "another process (pid " + std::to_string(getpid()) + ") holds " + Path("lock"));
  }
  EXPECT_TRUE(FileLock::Acquire(Path("lock")).ok());
  EXPECT_EQ(ReasonOf(FileLock::Acquire(Path("none/lock")).status()), "FILE_MISSING");
}

TEST(FileErrorTest, EveryErrorOfTheSystemHasItsReason) {
  const absl::Status full = FileError("write", "/data/x", ENOSPC);
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(full.message(), "can't write /data/x: No space left on device");
  EXPECT_EQ(DetailOf(full), (ErrorDetail{.reason = "DISK_FULL",
                                         .who = Actor::kOperator,
                                         .metadata = {{"path", "/data/x"}}}));
  EXPECT_EQ(ReasonOf(FileError("write", "x", EDQUOT)), "DISK_FULL");
  EXPECT_EQ(ReasonOf(FileError("write", "x", EACCES)), "FILE_PERMISSION");
  EXPECT_EQ(ReasonOf(FileError("write", "x", EROFS)), "FILE_PERMISSION");
  EXPECT_EQ(ReasonOf(FileError("write", "x", EIO)), "FILE_IO");
}

}  // namespace
}  // namespace sparkgate
