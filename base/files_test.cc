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
  EXPECT_EQ(ReasonOf(MakeDirectory("/proc/nothing/here", 0700)), "FILE_MISSING");
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

TEST_F(FilesTest, ErrorsNameTheFileThatWasMeant) {
  const absl::Status status = WriteFileAtomically(Path("none/p.json"), "x", 0600);
  EXPECT_EQ(status.message(),
            "can't create " + Path("none/p.json") + ": No such file or directory");
}

TEST_F(FilesTest, ALockIsNeverTakenThroughALink) {
  ASSERT_TRUE(WriteFileAtomically(Path("victim"), "precious", 0600).ok());
  ASSERT_EQ(symlink(Path("victim").c_str(), Path("lock").c_str()), 0);
  const absl::Status status = FileLock::Acquire(Path("lock")).status();
  EXPECT_EQ(ReasonOf(status), "FILE_IO");
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr(Path("lock")));
  EXPECT_EQ(*ReadFile(Path("victim")), "precious");
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(ReasonOf(FileLock::Acquire(Path("pipe")).status()), "FILE_IO");
}

TEST_F(FilesTest, APrivateFolderIsClosedToOthers) {
  ASSERT_TRUE(MakePrivateDirectory(Path("new/one"), Others::kMayNothing).ok());
  EXPECT_EQ(ModeOf(Path("new/one")), 0700u);
  const std::string folder = Path("there");
  const auto check = [&](mode_t mode, Others others) {
    std::filesystem::create_directory(folder);
    EXPECT_EQ(chmod(folder.c_str(), mode), 0);
    return MakePrivateDirectory(folder, others);
  };
  EXPECT_TRUE(check(0700, Others::kMayNothing).ok());
  EXPECT_TRUE(check(0755, Others::kMayRead).ok());
  const absl::Status open = check(0775, Others::kMayRead);
  EXPECT_EQ(open.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(open), "FOLDER_UNSAFE");
  EXPECT_EQ(open.message(),
            folder + " may be written by others (mode 775): run chmod go-w " + folder);
  EXPECT_EQ(check(0750, Others::kMayNothing).message(),
            folder + " may be read by others (mode 750): run chmod go-rwx " + folder);
  EXPECT_EQ(ReasonOf(check(0777, Others::kMayNothing)), "FOLDER_UNSAFE");
}

TEST_F(FilesTest, SomebodyElsesFolderIsRefused) {
  // Root's, or (where the tests are root's) one that was given away.
  std::string folder = "/";
  if (geteuid() == 0) {
    folder = Path("theirs");
    ASSERT_TRUE(MakeDirectory(folder, 0700).ok());
    if (chown(folder.c_str(), 1, 1) != 0) GTEST_SKIP() << "this root gives nothing away";
  }
  const absl::Status status = MakePrivateDirectory(folder, Others::kMayRead);
  EXPECT_EQ(ReasonOf(status), "FOLDER_UNSAFE");
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("run chown"));
}

TEST_F(FilesTest, WhatACrashLeftIsRemovedAndNothingElse) {
  for (const char* name : {"w.json", "w.json.tmp-0123456789abcdef", "w.json.tmp-mine",
                           "w.tmp-0123456789abcdeg", ".tmp-0123456789abcdef"}) {
    ASSERT_TRUE(WriteFileAtomically(Path(name), "x", 0600).ok());
  }
  ASSERT_TRUE(RemoveUnfinishedFiles(root_).ok());
  EXPECT_FALSE(std::filesystem::exists(Path("w.json.tmp-0123456789abcdef")));
  EXPECT_EQ(Entries(), 4);
  EXPECT_EQ(ReasonOf(RemoveUnfinishedFiles(Path("none"))), "FILE_MISSING");
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
