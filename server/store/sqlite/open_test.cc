// Opening: a fresh file, a second server, damage, a newer schema, permissions. Each refusal names
// the file and changes nothing.
#include "server/store/sqlite/open.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/files.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/session.h"
#include "server/store/testing/samples.h"
#include "server/store/testing/scratch_folder.h"

namespace sparkgate::server {
namespace {

using testing::HasSubstr;

class OpenTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Open() { return OpenSqliteStore({.path = path_}); }
  void ExpectRefused(const std::string& reason) {
    const absl::Status status = Open().status();
    EXPECT_EQ(ReasonOf(status), reason) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
  }
  // A store with enough in it to have more than a page of each table.
  void Fill() {
    absl::StatusOr<std::unique_ptr<Store>> store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    const absl::Status status = (*store)->Write([](Transaction& t) -> absl::Status {
      for (int i = 0; i < 500; ++i) {
        SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", std::to_string(i))));
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  void Overwrite(std::streamoff at, const std::string& bytes) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << bytes;
  }

  ScratchFolder folder_;
  const std::string path_ = folder_.Path("deep/er/spark gate.db");
};

TEST_F(OpenTest, MakesTheFileForItsOwnerOnly) {
  absl::StatusOr<std::unique_ptr<Store>> store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->store_id().size(), 32u);
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    struct stat info {};
    ASSERT_EQ(stat((path_ + suffix).c_str(), &info), 0) << suffix;
    EXPECT_EQ(info.st_mode & 077, 0u) << suffix;
  }
}

TEST_F(OpenTest, ASecondServerIsRefusedUntilTheFirstIsGone) {
  {
    absl::StatusOr<std::unique_ptr<Store>> first = Open();
    ASSERT_TRUE(first.ok()) << first.status();
    ExpectRefused("STORAGE_LOCKED");
    EXPECT_TRUE((*first)->PutMeta("still", "works").ok());
  }
  absl::StatusOr<std::unique_ptr<Store>> second = Open();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(*(*second)->GetMeta("still"), "works");
}

TEST_F(OpenTest, APointReadWaitsForNoOtherRead) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path_, .readers = 1});
  ASSERT_TRUE(store.ok()) << store.status();
  const auto look = [](const Transaction& t) { return t.codes().Get("w", "c").status(); };
  const absl::Status status = (*store)->Read([&](const Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(look(t));
    return (*store)->ReadPoint([&](const Transaction& point) -> absl::Status {
      SG_RETURN_IF_ERROR(look(point));
      return (*store)->ReadPoint(look);
    });
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE((*store)->points_are_local());
}

TEST_F(OpenTest, AnotherKindOfFileIsRefused) {
  ASSERT_TRUE(MakeDirectory(folder_.Path("deep/er"), 0700).ok());
  const std::string text(10'000, 'x');
  ASSERT_TRUE(WriteFileAtomically(path_, text, 0600).ok());
  ExpectRefused("STORAGE_CORRUPT");
  EXPECT_EQ(*ReadFile(path_), text);
}

TEST_F(OpenTest, DamageIsRefusedWhereverItIs) {
  Fill();
  const std::string sound = *ReadFile(path_);
  for (size_t page = 0; page < sound.size() / 4096; page += 7) {
    ASSERT_TRUE(WriteFileAtomically(path_, sound, 0600).ok());
    Overwrite(static_cast<std::streamoff>(page) * 4096, std::string(200, '\xA5'));
    ExpectRefused("STORAGE_CORRUPT");
  }
  ASSERT_TRUE(WriteFileAtomically(path_, sound.substr(0, sound.size() / 2), 0600).ok());
  ExpectRefused("STORAGE_CORRUPT");
  ASSERT_TRUE(WriteFileAtomically(path_, sound, 0600).ok());
  EXPECT_TRUE(Open().ok());
}

TEST_F(OpenTest, DamageInALargeFileShowsWhenItIsRead) {
  Fill();
  // The last pages were made last, for rows; the schema and the roots lie before them.
  const size_t size = ReadFile(path_)->size();
  Overwrite(static_cast<std::streamoff>(size) - 4096 * 15, std::string(4096 * 15, '\xA5'));
  absl::StatusOr<std::unique_ptr<Store>> store =
      OpenSqliteStore({.path = path_, .check_limit_bytes = 4096});
  ASSERT_TRUE(store.ok()) << store.status();
  const auto read_all = [&](const Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.codes().List("w", {}, {"", 1'000}).status());
    for (int i = 0; i < 500; ++i) {
      const std::string hash = SampleCode("w", std::to_string(i)).lookup_hash;
      SG_RETURN_IF_ERROR(t.codes().FindByLookup("w", hash).status());
    }
    return absl::OkStatus();
  };
  const absl::Status status = (*store)->Read(read_all);
  EXPECT_EQ(ReasonOf(status), "STORAGE_CORRUPT") << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
  EXPECT_EQ(ReasonOf((*store)->Read(read_all)), "STORAGE_CORRUPT") << "the reader still answers";
}

TEST_F(OpenTest, ANewerSchemaIsRefused) {
  Fill();
  {
    absl::StatusOr<sqlite::Session> session = sqlite::Session::Open(path_);
    ASSERT_TRUE(session.ok());
    ASSERT_TRUE(
        session->Run("INSERT INTO schema_migrations (version, name) VALUES (9999, 'next')").ok());
  }
  ExpectRefused("STORAGE_TOO_NEW");
}

TEST_F(OpenTest, MigratingTwiceChangesNothing) {
  Fill();
  absl::StatusOr<sqlite::Session> session = sqlite::Session::Open(path_);
  ASSERT_TRUE(session.ok());
  const int64_t before = *session->Number("PRAGMA schema_version");
  ASSERT_TRUE(sqlite::Migrate(*session).ok());
  EXPECT_EQ(*session->Number("PRAGMA schema_version"), before);
}

TEST_F(OpenTest, AFolderThatCannotBeMadeIsNamed) {
  ASSERT_TRUE(WriteFileAtomically(folder_.Path("deep"), "a file", 0600).ok());
  const absl::Status status = Open().status();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr(folder_.Path("deep")));
}

TEST_F(OpenTest, AQuotationMarkInThePathIsRefused) {
  const absl::Status status = OpenSqliteStore({.path = folder_.Path("a\"b.db")}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sparkgate::server
