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

TEST_F(AuthenticatorTest, CountsTheCallsOfALimitedKey) {
  const auto limited = CreateApiKey(server_.env, server_.MakeCall("w"), "", Role::kViewer,
                                    std::nullopt, {.calls_per_second = 1, .burst = 3});
  ASSERT_TRUE(limited.ok()) << limited.status();
  const auto caller = authenticator_.Authenticate(limited->secret);
  ASSERT_TRUE(caller.ok()) << caller.status();
  // Both of its secrets count.
  const auto rotated =
      RotateApiKey(server_.env, server_.MakeCall("w"), limited->key.id, absl::Hours(1));
  const auto again = authenticator_.Authenticate(rotated->secret);
  ASSERT_TRUE(again.ok()) << again.status();
  // Three at once, and more only if this took a second or more.
  int let_in = 0;
  absl::Status refused;
  while (refused.ok() && let_in < 100) {
    refused = authenticator_.Spend(let_in % 2 == 0 ? **caller : **again);
    if (refused.ok()) ++let_in;
  }
  EXPECT_GE(let_in, 3);
  EXPECT_EQ(ReasonOf(refused), "KEY_RATE_LIMITED");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(DetailOf(refused).retry_after.has_value());
  EXPECT_GT(*DetailOf(refused).retry_after, absl::ZeroDuration());
  EXPECT_LE(*DetailOf(refused).retry_after, absl::Seconds(1));
  const auto free = authenticator_.Authenticate(secret_);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(authenticator_.Spend(**free).ok());
}

TEST_F(AuthenticatorTest, AChangedLimitHolds) {
  const auto made = CreateApiKey(server_.env, server_.MakeCall("w"), "", Role::kViewer,
                                 std::nullopt, {.calls_per_second = 1});
  const auto set = [&](RateLimit limit) {
    const auto changed = UpdateApiKey(server_.env, server_.MakeCall("w"), made->key.id,
                                      [&](ApiKey& key) { key.limit = limit; });
    EXPECT_TRUE(changed.ok()) << changed.status();
    return authenticator_.Authenticate(made->secret).value();
  };
  EXPECT_TRUE(authenticator_.Spend(**authenticator_.Authenticate(made->secret)).ok());
  const auto more = set({.calls_per_second = 1, .burst = 50});
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(authenticator_.Spend(*more).ok()) << i;
  const auto none = set({});
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(authenticator_.Spend(*none).ok()) << i;
}

TEST_F(AuthenticatorTest, NotesWhenAKeyIsUsed) {
  KeyUses uses;
  KeyAuthenticator authenticator(server_.env, &uses);
  const auto last_use = [&] {
    EXPECT_TRUE(uses.Write(server_.env.store).ok());
    return FindKeyBySecret(server_.env.store, secret_, server_.real.Now())->last_use_time;
  };
  EXPECT_EQ(last_use(), std::nullopt);
  ASSERT_TRUE(authenticator.Authenticate(secret_).ok());
  EXPECT_EQ(last_use(), server_.real.Now());
  server_.real.Advance(absl::Seconds(2));
  ASSERT_TRUE(authenticator.Cached(secret_).has_value());
  EXPECT_EQ(last_use(), server_.real.Now());
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
