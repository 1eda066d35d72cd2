// The store suite on SQLite.
#include "server/store/sqlite/open.h"
#include "server/store/testing/scratch_folder.h"
#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

class SqliteHarness final : public StoreHarness {
 public:
  SqliteHarness() { Reopen(); }
  Store& store() override { return *store_; }
  void Reopen() override {
    store_.reset();
    absl::StatusOr<std::unique_ptr<Store>> store =
        OpenSqliteStore({.path = folder_.Path("sparkgate.db"), .readers = 2, .sync = false});
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

 private:
  ScratchFolder folder_;
  std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSuite,
                         testing::Values(StoreEngine{
                             "sqlite", [] { return std::make_unique<SqliteHarness>(); }}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace sparkgate::server
