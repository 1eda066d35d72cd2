#include "server/usecases/access/api_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/executor.h"
#include "base/timer.h"
#include "server/usecases/access/key_uses.h"
#include "server/usecases/names.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::Field;

class ApiKeysTest : public testing::Test {
 protected:
  ApiKeysTest() { server_.AddWorkspace("w"); }

  absl::StatusOr<CreatedApiKey> Create(const std::string& request_id = "",
                                       std::optional<absl::Time> expire = std::nullopt) {
    return CreateApiKey(env_, server_.MakeCall("w", request_id), "for tests", Role::kViewer,
                        expire);
  }
  absl::StatusOr<ApiKey> Find(const std::string& secret) {
    return FindKeyBySecret(env_.store, secret, server_.real.Now());
  }
  absl::Status Check(const std::string& workspace, const std::string& id) {
    return env_.store.Read(
        [&](const Transaction& tx) { return CheckKey(tx, workspace, id, server_.real.Now()); });
  }
  absl::Status Ensure(const std::string& secret) {
    return EnsureServerAdminKey(env_.store, secret, server_.real.Now());
  }

  TestDisk disk_;
  TestServer server_{disk_};
  Env& env_ = server_.env;
};

TEST_F(ApiKeysTest, ASecretHasAFormAndIsNeverStored) {
  const NewSecret secret = MakeSecret();
  EXPECT_TRUE(IsSecret(secret.secret));
  EXPECT_EQ(secret.secret.size(), 47u);
  EXPECT_NE(secret.secret, MakeSecret().secret);
  EXPECT_EQ(secret.hash, HashSecret(secret.secret));
  for (const std::string& text :
       {std::string(), std::string("password"), secret.secret.substr(1), secret.secret + "A",
        secret.secret.substr(0, 46), "sgk_" + std::string(43, '!')}) {
    EXPECT_FALSE(IsSecret(text)) << text;
  }
}

TEST_F(ApiKeysTest, OpensUntilItExpires) {
  const auto created = Create("", server_.real.Now() + absl::Hours(1));
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(Find(created->secret)->id, created->key.id);
  EXPECT_TRUE(Check("w", created->key.id).ok());
  EXPECT_FALSE(Check("v", created->key.id).ok());
  server_.real.Advance(absl::Hours(1));
  EXPECT_EQ(ReasonOf(Find(created->secret).status()), "CREDENTIAL_INVALID");
  EXPECT_EQ(ReasonOf(Check("w", created->key.id)), "CREDENTIAL_INVALID");
  EXPECT_EQ(ReasonOf(Create("", server_.real.Now()).status()), "INVALID_FIELD");
}

TEST_F(ApiKeysTest, ARepeatedRequestShowsTheSecretNoMore) {
  const auto created = Create("r");
  const auto again = Create("r");
  EXPECT_EQ(again->key, created->key);
  EXPECT_EQ(again->secret, "");
  EXPECT_EQ(ListApiKeys(env_, "w", {})->size(), 1u);
}

TEST_F(ApiKeysTest, ARevokedOneOpensNothing) {
  const auto created = Create();
  ASSERT_TRUE(RevokeApiKey(env_, server_.MakeCall("w"), created->key.id).ok());
  EXPECT_EQ(ReasonOf(Find(created->secret).status()), "CREDENTIAL_INVALID");
  EXPECT_EQ(ReasonOf(Check("w", created->key.id)), "CREDENTIAL_INVALID");
  EXPECT_TRUE(RevokeApiKey(env_, server_.MakeCall("w"), created->key.id).ok());  // once is enough
  EXPECT_THAT(server_.Audit("w"), ElementsAre(Field(&AuditEntry::action, "key.create"),
                                              Field(&AuditEntry::action, "key.revoke")));
}

TEST_F(ApiKeysTest, ARevokedOneUsesItsRequestIdUp) {
  const std::string first = Create()->key.id;
  const std::string second = Create()->key.id;
  const auto revoke = [&](const char* request_id, const char* body, const std::string& id) {
    return ReasonOf(RevokeApiKey(env_, server_.MakeCall("w", request_id, body), id).status());
  };
  for (const char* request_id : {"r", "s"}) {
    EXPECT_EQ(revoke(request_id, "one", first), "");
    EXPECT_EQ(revoke(request_id, "one", first), "");
    EXPECT_EQ(revoke(request_id, "two", second), "REQUEST_ID_REUSED");
  }
  EXPECT_TRUE(Check("w", second).ok());
}

TEST_F(ApiKeysTest, ARotatedOneHasBothSecretsForAWhile) {
  const auto created = Create();
  ASSERT_TRUE(created.ok()) << created.status();
  const std::string& id = created->key.id;
  const auto rotate = [&](absl::Duration overlap, const std::string& request_id = "") {
    return RotateApiKey(env_, server_.MakeCall("w", request_id), id, overlap);
  };
  const auto second = rotate(absl::Hours(1), "r");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(second->secret, created->secret);
  EXPECT_EQ(rotate(absl::Hours(1), "r")->secret, "") << "is told once";
  EXPECT_EQ(Find(second->secret)->id, id);
  EXPECT_EQ(Find(created->secret)->id, id);
  server_.real.Advance(absl::Hours(1));
  EXPECT_EQ(ReasonOf(Find(created->secret).status()), "CREDENTIAL_INVALID");
  EXPECT_EQ(Find(second->secret)->id, id);

  // Another rotation ends what is older than the one before.
  const auto third = rotate(absl::Hours(1));
  const auto fourth = rotate(absl::ZeroDuration());
  EXPECT_FALSE(Find(second->secret).ok());
  EXPECT_FALSE(Find(third->secret).ok()) << "without overlap";
  EXPECT_EQ(Find(fourth->secret)->id, id);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("api_key.created", "api_key.rotated",
                                                   "api_key.rotated", "api_key.rotated"));
}

TEST_F(ApiKeysTest, AChangeIsToldOnceAndRemembered) {
  const auto created = Create();
  const auto rename = [&](const char* to, const std::string& request_id = "") {
    return UpdateApiKey(env_, server_.MakeCall("w", request_id), created->key.id,
                        [&](ApiKey& key) { key.display_name = to; });
  };
  EXPECT_EQ(rename("new", "r")->display_name, "new");
  EXPECT_EQ(rename("newer")->display_name, "newer");
  EXPECT_EQ(rename("new", "r")->display_name, "newer") << "was done before";
  EXPECT_EQ(rename("newer")->display_name, "newer");
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("api_key.created", "api_key.changed", "api_key.changed"));
  EXPECT_EQ(Find(created->secret)->display_name, "newer");
}

TEST_F(ApiKeysTest, OnlyALivingOneIsChanged) {
  const auto created = Create();
  const auto change = [&](const std::string& id, const std::function<void(ApiKey&)>& how) {
    return ReasonOf(UpdateApiKey(env_, server_.MakeCall("w"), id, how).status());
  };
  const auto nothing = [](ApiKey&) {};
  EXPECT_EQ(change("none", nothing), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(change(created->key.id, nothing), "");
  EXPECT_EQ(change(created->key.id, [](ApiKey& key) { key.limit = {.burst = 1}; }),
            "INVALID_FIELD");
  EXPECT_EQ(change(created->key.id,
                   [&](ApiKey& key) { key.expire_time = server_.real.Now() + absl::Hours(1); }),
            "");
  server_.real.Advance(absl::Hours(1));
  EXPECT_EQ(change(created->key.id, nothing), "KEY_ENDED");
  EXPECT_FALSE(Find(created->secret).ok());
}

TEST_F(ApiKeysTest, OnlyALivingOneIsRotated) {
  const auto created = Create();
  const auto rotate = [&](const std::string& id, absl::Duration overlap) {
    return ReasonOf(RotateApiKey(env_, server_.MakeCall("w"), id, overlap).status());
  };
  EXPECT_EQ(rotate("none", absl::ZeroDuration()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(rotate(created->key.id, -absl::Seconds(1)), "INVALID_FIELD");
  EXPECT_EQ(rotate(created->key.id, absl::Hours(7 * 24) + absl::Seconds(1)), "INVALID_FIELD");
  ASSERT_TRUE(RevokeApiKey(env_, server_.MakeCall("w"), created->key.id).ok());
  EXPECT_EQ(rotate(created->key.id, absl::ZeroDuration()), "KEY_ENDED");
}

TEST_F(ApiKeysTest, ARateLimitHasABurst) {
  const auto limited = [&](RateLimit limit) {
    return CreateApiKey(env_, server_.MakeCall("w"), "", Role::kViewer, std::nullopt, limit);
  };
  EXPECT_EQ(limited({.calls_per_second = 7})->key.limit.burst, 7);
  EXPECT_EQ(limited({.calls_per_second = 7, .burst = 9})->key.limit.burst, 9);
  EXPECT_EQ(limited({})->key.limit, RateLimit());
  for (const RateLimit& limit : {RateLimit{-1, 0}, RateLimit{100'001, 0}, RateLimit{1, -1},
                                 RateLimit{1, 100'001}, RateLimit{0, 1}}) {
    EXPECT_EQ(ReasonOf(limited(limit).status()), "INVALID_FIELD");
  }
}

TEST_F(ApiKeysTest, UsesAreWrittenTogether) {
  const std::string first = Create()->key.id;
  const std::string second = Create()->key.id;
  const auto last_use = [&](const std::string& id) {
    std::optional<absl::Time> time;
    const auto keys = ListApiKeys(env_, "w", {.after = "", .limit = 10});
    for (const ApiKey& key : *keys) {
      if (key.id == id) time = key.last_use_time;
    }
    return time;
  };
  KeyUses uses;
  ManualTimerService timers;
  InlineExecutor worker;
  uses.WriteEvery(env_.store, timers, worker, absl::Minutes(1));
  const absl::Time now = server_.real.Now();
  uses.Note("w", first, now);
  uses.Note("w", first, now + absl::Seconds(5));
  uses.Note("w", "gone", now);
  timers.Advance(absl::Seconds(59));
  EXPECT_EQ(last_use(first), std::nullopt);
  timers.Advance(absl::Seconds(1));
  EXPECT_EQ(last_use(first), now + absl::Seconds(5));
  EXPECT_EQ(last_use(second), std::nullopt);
  uses.Note("w", second, now + absl::Seconds(70));
  timers.Advance(absl::Minutes(1));
  EXPECT_EQ(last_use(second), now + absl::Seconds(70));
  uses.Stop();
  uses.Note("w", second, now + absl::Minutes(9));
  timers.Advance(absl::Minutes(5));
  EXPECT_EQ(last_use(second), now + absl::Seconds(70));
}

TEST_F(ApiKeysTest, MakingAndRevokingOneAreEventsOnce) {
  const auto created = Create("r");
  ASSERT_TRUE(Create("r").ok());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(RevokeApiKey(env_, server_.MakeCall("w", "s"), created->key.id).ok());
  }
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("api_key.created", "api_key.revoked"));
  EXPECT_EQ(server_.Events("w").back().resource, ApiKeyName("w", created->key.id));
  EXPECT_EQ(server_.Events("w").back().time, kTestWorldStart);
  const Call reused = server_.MakeCall("w", "s", "another body");
  EXPECT_EQ(ReasonOf(RevokeApiKey(env_, reused, created->key.id).status()), "REQUEST_ID_REUSED");
}

TEST_F(ApiKeysTest, ANameIsCountedInCharacters) {
  const auto make = [&](const std::string& name) {
    return CreateApiKey(env_, server_.MakeCall("w"), name, Role::kViewer, std::nullopt).status();
  };
  std::string name;
  for (int i = 0; i < 100; ++i) name += "拉";
  EXPECT_TRUE(make(name).ok());
  EXPECT_EQ(DetailOf(make(name + "a")).fields.front().field, "api_key.display_name");
}

TEST_F(ApiKeysTest, NobodyRevokesHisOwn) {
  Call call = server_.MakeCall("w");
  call.principal = Create()->key.id;
  EXPECT_EQ(ReasonOf(RevokeApiKey(env_, call, call.principal).status()), "KEY_IN_USE");
  EXPECT_EQ(ReasonOf(RevokeApiKey(env_, call, "other").status()), "RESOURCE_NOT_FOUND");
}

TEST_F(ApiKeysTest, TheServersAdminKeyIsTheOneInItsFile) {
  ASSERT_TRUE(Ensure("leaked").ok());
  ASSERT_TRUE(Ensure("leaked").ok());  // the next start
  EXPECT_EQ(Find("leaked")->role, Role::kServerAdmin);
  const auto viewer = Create();
  server_.real.Advance(absl::Hours(1));
  ASSERT_TRUE(Ensure("fresh").ok());
  EXPECT_EQ(Find("fresh")->role, Role::kServerAdmin);
  EXPECT_EQ(ReasonOf(Find("leaked").status()), "CREDENTIAL_INVALID");
  EXPECT_TRUE(Find(viewer->secret).ok());  // a workspace's keys are its own business
  ASSERT_TRUE(Ensure("leaked").ok());      // the file is what counts
  EXPECT_TRUE(Find("leaked").ok());
  EXPECT_FALSE(Find("fresh").ok());
}

}  // namespace
}  // namespace sparkgate::server
