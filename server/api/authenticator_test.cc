#include "server/api/authenticator.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/api/roles.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

class AuthenticatorTest : public testing::Test {
 protected:
  void SetUp() override {
    server_.AddWorkspace("w");
    const auto created =
        CreateApiKey(server_.env, server_.MakeCall("w"), "", Role::kViewer, std::nullopt);
    ASSERT_TRUE(created.ok()) << created.status();
    id_ = created->key.id;
    secret_ = created->secret;
  }

  TestDisk disk_;
  TestServer server_{disk_};
  KeyAuthenticator authenticator_{server_.env};
  std::string id_;
  std::string secret_;
};

TEST_F(AuthenticatorTest, KnowsAKeyOnceItWasRead) {
  EXPECT_FALSE(authenticator_.Cached(secret_).has_value());
  const auto caller = authenticator_.Authenticate(secret_);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ((*caller)->principal, id_);
  EXPECT_EQ((*caller)->workspace, "w");
  EXPECT_EQ((*caller)->roles, Bit(Role::kViewer));
  const auto cached = authenticator_.Cached(secret_);
  ASSERT_TRUE(cached.has_value());
  EXPECT_EQ(**cached, *caller);
}

TEST_F(AuthenticatorTest, ForgetsARevokedOne) {
  ASSERT_TRUE(authenticator_.Authenticate(secret_).ok());
  ASSERT_TRUE(RevokeApiKey(server_.env, server_.MakeCall("w"), id_).ok());
  EXPECT_EQ(ReasonOf(authenticator_.Authenticate(secret_).status()), "CREDENTIAL_INVALID");
  EXPECT_FALSE(authenticator_.Cached(secret_).has_value());
}

TEST_F(AuthenticatorTest, SaysWhichKeyIsEnough) {
  EXPECT_EQ(authenticator_.KeyFor(kAdmins), "a key of the workspace with the role admin");
  EXPECT_EQ(authenticator_.KeyFor(kCreators),
            "a key of the workspace with the role creator or admin");
  EXPECT_EQ(authenticator_.KeyFor(kServerAdmins), "the server's admin key");
  EXPECT_EQ(authenticator_.KeyFor(kAdmins | kServerAdmins),
            "a key of the workspace with the role admin, or the server's admin key");
}

TEST_F(AuthenticatorTest, StrangersLeaveNothingBehind) {
  EXPECT_EQ(ReasonOf(authenticator_.Authenticate("sgk_nobody's").status()), "CREDENTIAL_INVALID");
  EXPECT_FALSE(authenticator_.Cached("sgk_nobody's").has_value());
}

}  // namespace
}  // namespace sparkgate::server
