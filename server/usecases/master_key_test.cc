#include "server/usecases/master_key.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/sealed_places.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

// A store that dies: after so many changes nothing is written any more.
class DyingStore final : public Store {
 public:
  DyingStore(Store& store, int changes) : store_(store), left_(changes) {}

  absl::Status Read(const ReadFn& fn) override { return store_.Read(fn); }
  absl::Status Write(const WriteFn& fn) override {
    if (left_-- <= 0) return Dead();
    return store_.Write(fn);
  }
  const std::string& store_id() const override { return store_.store_id(); }
  absl::StatusOr<std::string> GetMeta(const std::string& key) override {
    return store_.GetMeta(key);
  }
  absl::Status PutMeta(const std::string& key, const std::string& value) override {
    if (left_-- <= 0) return Dead();
    return store_.PutMeta(key, value);
  }
  void OnEvents(std::function<void(const std::string&, int64_t)>) override {}

 private:
  static absl::Status Dead() { return absl::UnavailableError("dead"); }

  Store& store_;
  int left_;
};

class MasterKeyTest : public testing::Test {
 protected:
  const std::string old_ = std::string(32, 'o');
  const std::string new_ = std::string(32, 'n');

  // Two workspaces with a secret each, and an app.
  void Fill() {
    const auto vault = Vault::Open(old_, disk_.store());
    ASSERT_TRUE(vault.ok()) << vault.status();
    digest_ = (*vault)->Digest("body");
    for (const std::string id : {"a", "b"}) {
      Workspace workspace;
      workspace.id = id;
      (*vault)->MakeKeys(workspace);
      secrets_[id] = *(*vault)->Seal(workspace, "codes/1/code", "#secret of " + id);
      hashes_[id] = *(*vault)->LookupHash(workspace, "#code");
      Write([&](Transaction& tx) { return tx.workspaces().Insert(workspace); });
    }
    app_.secret = (*vault)->SealGlobal(AppSecretPlace(app_), "#secret of the app");
    Write([&](Transaction& tx) { return tx.apps().Insert(app_); });
  }
  void Write(const std::function<absl::Status(Transaction&)>& change) {
    const absl::Status written = disk_.store().Write(change);
    ASSERT_TRUE(written.ok()) << written;
  }
  void ExpectAllOpens(const std::string& key) {
    const auto vault = Vault::Open(key, disk_.store());
    ASSERT_TRUE(vault.ok()) << vault.status();
    EXPECT_EQ((*vault)->Digest("body"), digest_);
    ASSERT_TRUE(disk_.store()
                    .Read([&](const Transaction& tx) -> absl::Status {
                      for (const auto& [id, secret] : secrets_) {
                        const Workspace workspace = **tx.workspaces().Get(id);
                        EXPECT_EQ(*(*vault)->Open(workspace, "codes/1/code", secret),
                                  "#secret of " + id);
                        EXPECT_EQ(*(*vault)->LookupHash(workspace, "#code"), hashes_[id]);
                      }
                      const App app = **tx.apps().Get(app_.id);
                      EXPECT_EQ(*(*vault)->OpenGlobal(AppSecretPlace(app), app.secret),
                                "#secret of the app");
                      return absl::OkStatus();
                    })
                    .ok());
  }
  std::string Refuses(const std::string& key) {
    return ReasonOf(Vault::Open(key, disk_.store()).status());
  }
  std::string Rotate(const std::string& from, const std::string& to) {
    return ReasonOf(RotateMasterKey(from, to, disk_.store()).status());
  }

  TestDisk disk_;
  App app_ = {.id = "app"};
  std::map<std::string, Sealed> secrets_;
  std::map<std::string, std::string> hashes_;
  std::string digest_;
};

TEST_F(MasterKeyTest, WhatItWrapsIsWrappedAnew) {
  Fill();
  const auto rotated = RotateMasterKey(old_, new_, disk_.store());
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_EQ(rotated->rewrapped, 5);
  ExpectAllOpens(new_);
  EXPECT_EQ(Refuses(old_), "MASTER_KEY_WRONG");
  // Again: nothing is left to do.
  EXPECT_EQ(RotateMasterKey(old_, new_, disk_.store())->rewrapped, 0);
  ExpectAllOpens(new_);
}

// Wherever it dies, no server starts on what is half done, and running it again ends it.
TEST_F(MasterKeyTest, ItMayDieAnywhere) {
  Fill();
  std::string from = old_;
  std::string to = new_;
  int dead = 0;
  for (int changes = 0;; ++changes) {
    DyingStore dying(disk_.store(), changes);
    const bool died = !RotateMasterKey(from, to, dying).ok();
    if (died && changes == 0) {
      ExpectAllOpens(from);
    } else if (died) {
      EXPECT_EQ(Refuses(from), "MASTER_KEY_ROTATING") << changes;
      EXPECT_EQ(Refuses(to), "MASTER_KEY_ROTATING") << changes;
      EXPECT_EQ(Rotate(from, std::string(32, 'x')), "MASTER_KEY_WRONG") << changes;
    }
    dead += died ? 1 : 0;
    EXPECT_EQ(Rotate(from, to), "") << changes;
    ExpectAllOpens(to);
    if (!died) break;
    std::swap(from, to);
  }
  EXPECT_GE(dead, 5);
}

TEST_F(MasterKeyTest, AWrongKeyChangesNothing) {
  EXPECT_EQ(Rotate(old_, new_), "MASTER_KEY_WRONG") << "there is nothing yet";
  Fill();
  EXPECT_EQ(Rotate(std::string(32, 'x'), new_), "MASTER_KEY_WRONG");
  EXPECT_EQ(Rotate(old_, old_), "MASTER_KEY_WRONG");
  EXPECT_EQ(Rotate(old_, "short"), "MASTER_KEY_WRONG");
  ExpectAllOpens(old_);
}

}  // namespace
}  // namespace sparkgate::server
