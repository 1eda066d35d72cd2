#include "server/usecases/vault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kMaster(32, 'm');

class VaultTest : public testing::Test {
 protected:
  std::unique_ptr<Vault> Open(const std::string& master = kMaster) {
    auto vault = Vault::Open(master, disk_.store());
    EXPECT_TRUE(vault.ok()) << vault.status();
    return *std::move(vault);
  }
  static Workspace Make(const Vault& vault, const std::string& id) {
    Workspace workspace;
    workspace.id = id;
    vault.MakeKeys(workspace);
    return workspace;
  }

  TestDisk disk_;
};

TEST_F(VaultTest, KnowsItsMasterKey) {
  Open();
  EXPECT_TRUE(Vault::Open(kMaster, disk_.store()).ok());
  for (const std::string& wrong : {std::string(32, 'x'), std::string(31, 'm'), std::string()}) {
    const absl::Status status = Vault::Open(wrong, disk_.store()).status();
    EXPECT_EQ(ReasonOf(status), "MASTER_KEY_WRONG");
    EXPECT_EQ(DetailOf(status).who, Actor::kOperator);
  }
}

TEST_F(VaultTest, SealsForOnePlaceInOneWorkspace) {
  const auto vault = Open();
  const Workspace a = Make(*vault, "a");
  const Workspace b = Make(*vault, "b");
  const auto sealed = vault->Seal(a, "codes/1/code", "#secret");
  ASSERT_TRUE(sealed.ok());
  EXPECT_THAT(sealed->text, Not(HasSubstr("secret")));
  EXPECT_EQ(*vault->Open(a, "codes/1/code", *sealed), "#secret");
  EXPECT_FALSE(vault->Open(a, "codes/2/code", *sealed).ok());
  EXPECT_FALSE(vault->Open(b, "codes/1/code", *sealed).ok());
  EXPECT_FALSE(vault->Open(a, "codes/1/code", {}).ok());
  EXPECT_NE(vault->Seal(a, "codes/1/code", "#secret")->text, sealed->text);
  // After a restart nothing is cached.
  EXPECT_EQ(*Open()->Open(a, "codes/1/code", *sealed), "#secret");
}

TEST_F(VaultTest, KeysOpenOnlyUnderTheirWorkspace) {
  const auto vault = Open();
  Workspace stolen = Make(*vault, "a");
  stolen.id = "b";
  EXPECT_FALSE(vault->Seal(stolen, "codes/1/code", "x").ok());
  Workspace swapped = Make(*vault, "c");
  std::swap(swapped.data_key, swapped.lookup_key);
  EXPECT_FALSE(vault->Seal(swapped, "codes/1/code", "x").ok());
}

TEST_F(VaultTest, FindsCodesWithoutOpeningAny) {
  const auto vault = Open();
  const Workspace a = Make(*vault, "a");
  const Workspace b = Make(*vault, "b");
  EXPECT_EQ(*vault->LookupHash(a, "#one"), *vault->LookupHash(a, "#one"));
  EXPECT_NE(*vault->LookupHash(a, "#one"), *vault->LookupHash(a, "#two"));
  EXPECT_NE(*vault->LookupHash(a, "#one"), *vault->LookupHash(b, "#one"));
  EXPECT_EQ(vault->LookupHash(a, "#one")->size(), 64u);
}

TEST_F(VaultTest, SealsWhatBelongsToNoWorkspace) {
  const auto vault = Open();
  const Sealed sealed = vault->SealGlobal("apps/1/secret", "s");
  EXPECT_EQ(*vault->OpenGlobal("apps/1/secret", sealed), "s");
  EXPECT_FALSE(vault->OpenGlobal("apps/2/secret", sealed).ok());
}

TEST_F(VaultTest, DigestsOutliveARestartAndTellNothingElsewhere) {
  const std::string digest = Open()->Digest("body");
  EXPECT_EQ(Open()->Digest("body"), digest);
  EXPECT_NE(Open()->Digest("other"), digest);
  TestDisk another;
  EXPECT_NE((*Vault::Open(kMaster, another.store()))->Digest("body"), digest);
}

}  // namespace
}  // namespace sparkgate::server
