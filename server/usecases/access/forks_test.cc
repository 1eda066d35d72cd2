#include "server/usecases/access/forks.h"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/testing/samples.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/access/worlds_of.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_records.h"
#include "server/usecases/testing/following_signal.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kCode[] = "#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

// A workspace with a creator, her code, and an advertiser in it.
class ForksTest : public testing::Test {
 protected:
  ForksTest() {
    signal_.Follow(env_.clocks);
    source_ = CreateWorkspace(env_, Admin(), {.id = "source", .seed = "seed"})->workspace;
    Write([this](Transaction& tx) -> absl::Status {
      Creator creator = SampleCreator("source", "creator");
      creator.refresh_sent = false;
      creator.access_token = *env_.vault.Seal(source_, AccessTokenPlace(creator), "access");
      creator.refresh_token = *env_.vault.Seal(source_, RefreshTokenPlace(creator), "refresh");
      SG_RETURN_IF_ERROR(tx.creators().Put(creator));
      Advertiser advertiser = SampleAdvertiser("source", "brand");
      advertiser.access_token = *env_.vault.Seal(source_, AccessTokenPlace(advertiser), "token");
      SG_RETURN_IF_ERROR(tx.advertisers().Put(advertiser));
      Code code = SampleCode("source", "code");
      code.code = *env_.vault.Seal(source_, CodePlace("code"), kCode);
      code.lookup_hash = *env_.vault.LookupHash(source_, kCode);
      SG_RETURN_IF_ERROR(tx.codes().Put(code));
      Event event = SampleEvent("source", "workspaces/source/codes/code");
      event.attributes = {{"post", "workspaces/source/creators/creator/posts/1"}};
      return tx.events().Append(event);
    });
  }

  Call Admin(const std::string& request_id = "", const std::string& body = "body") {
    return server_.MakeCall("", request_id, body);
  }
  void Write(const Store::WriteFn& fn) { DieUnlessOk(env_.store.Write(fn)); }
  template <class Fn>
  auto Read(Fn fn) {
    typename decltype(fn(std::declval<const Transaction&>()))::value_type out{};
    DieUnlessOk(env_.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(out, fn(tx));
      return absl::OkStatus();
    }));
    return out;
  }
  void PutOperation(const std::string& workspace, OperationState state) {
    Operation operation = SampleOperation(workspace, "operation");
    operation.parent = "";
    operation.state = state;
    Write([&](Transaction& tx) { return tx.operations().Put(operation); });
  }
  absl::StatusOr<CreatedWorkspace> Fork(const std::string& id) {
    return ForkWorkspace(env_, Admin(), "source", {.id = id});
  }

  TestDisk disk_;
  FollowingSignal signal_;
  TestServer server_{disk_, {.work = &signal_}};
  Env& env_ = server_.env;
  Workspace source_;
};

TEST_F(ForksTest, AForkHasTheRowsAndOpensItsSecretsWithKeysOfItsOwn) {
  const auto fork = Fork("fork");
  ASSERT_TRUE(fork.ok()) << fork.status();
  EXPECT_EQ(fork->workspace.world_seed, "seed");
  EXPECT_EQ(fork->workspace.world_incarnation, "forked");
  EXPECT_NE(fork->workspace.data_key, source_.data_key);
  EXPECT_EQ(fork->admin_key->workspace, "fork");
  EXPECT_TRUE(fork->admin_key_secret.starts_with("sgk_"));
  EXPECT_EQ(server_.worlds.worlds().at("fork").follower_id, env_.store.store_id());

  const auto creator =
      Read([](const Transaction& tx) { return tx.creators().Get("fork", "creator"); });
  ASSERT_TRUE(creator.has_value());
  EXPECT_EQ(*env_.vault.Open(fork->workspace, AccessTokenPlace(*creator), creator->access_token),
            "access");
  EXPECT_EQ(*env_.vault.Open(fork->workspace, RefreshTokenPlace(*creator), creator->refresh_token),
            "refresh");
  const auto brand =
      Read([](const Transaction& tx) { return tx.advertisers().Get("fork", "brand"); });
  EXPECT_EQ(*env_.vault.Open(fork->workspace, AccessTokenPlace(*brand), brand->access_token),
            "token");
  // Found by its hash under the fork's own key.
  const std::string hash = *env_.vault.LookupHash(fork->workspace, kCode);
  const auto code =
      Read([&](const Transaction& tx) { return tx.codes().FindByLookup("fork", hash); });
  ASSERT_TRUE(code.has_value());
  EXPECT_EQ(*env_.vault.Open(fork->workspace, CodePlace("code"), code->code), kCode);
}

TEST_F(ForksTest, EventsGoAlongWithTheirNumbersAndNameTheFork) {
  ASSERT_TRUE(Fork("fork").ok());
  const std::vector<Event> events = server_.Events("fork");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].number, 1);
  EXPECT_EQ(events[0].resource, "workspaces/fork/codes/code");
  EXPECT_EQ(events[0].attributes.at("post"), "workspaces/fork/creators/creator/posts/1");
  Write([](Transaction& tx) { return tx.events().Append(SampleEvent("fork", "x")); });
  EXPECT_EQ(server_.Events("fork").back().number, 2);
  EXPECT_EQ(server_.Events("source").size(), 1u);
}

TEST_F(ForksTest, AForkOutlivesItsSource) {
  ASSERT_TRUE(Fork("fork").ok());
  const App app = *GetApp(env_, SimulatorAppId("source"));
  ASSERT_TRUE(DeleteWorkspace(env_, Admin(), "source").ok());
  const absl::StatusOr<App> own = GetApp(env_, SimulatorAppId("fork"));
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->tiktok_app_id, app.tiktok_app_id);
  EXPECT_TRUE(OpenAppSecret(env_, *own).ok());
}

TEST_F(ForksTest, NothingIsCopiedWhileAnOperationIsOpen) {
  ASSERT_TRUE(Fork("checkpoint").ok());
  for (const OperationState open :
       {OperationState::kPlanned, OperationState::kRunning, OperationState::kUnknown}) {
    PutOperation("source", open);
    const absl::Status refused = Fork("fork").status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(refused), "OPERATIONS_OPEN");
    EXPECT_EQ(DetailOf(refused).metadata.at("operation"), "workspaces/source/operations/operation");
    EXPECT_EQ(ReasonOf(RestoreWorkspace(env_, Admin(), "source", "checkpoint").status()),
              "OPERATIONS_OPEN");
    EXPECT_EQ(ReasonOf(RestoreWorkspace(env_, Admin(), "checkpoint", "source").status()),
              "OPERATIONS_OPEN");
  }
  EXPECT_THAT(server_.worlds.said(), testing::Not(testing::Contains("fork source fork")));
  PutOperation("source", OperationState::kDone);
  EXPECT_TRUE(Fork("fork").ok());
}

TEST_F(ForksTest, WhatChangesMeanwhileIsNotTornInTwo) {
  server_.worlds.on_copy = [this] {
    Write([](Transaction& tx) { return tx.events().Append(SampleEvent("source", "x")); });
  };
  EXPECT_EQ(ReasonOf(Fork("fork").status()), "WORKSPACE_BUSY");
  EXPECT_FALSE(server_.worlds.worlds().contains("fork"));  // nothing is left of it
  EXPECT_EQ(ReasonOf(GetWorkspace(env_, "fork").status()), "RESOURCE_NOT_FOUND");
  server_.worlds.on_copy = nullptr;
  EXPECT_TRUE(Fork("fork").ok());
}

TEST_F(ForksTest, ACreatorsRefreshUnderWayIsWaitedFor) {
  Write([](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto creator, tx.creators().Get("source", "creator"));
    creator->refresh_sent = true;
    return tx.creators().Put(*creator);
  });
  EXPECT_EQ(ReasonOf(Fork("fork").status()), "WORKSPACE_BUSY");
}

TEST_F(ForksTest, ARepeatedRequestIsOneFork) {
  const auto first = ForkWorkspace(env_, Admin("once"), "source", {});
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = ForkWorkspace(env_, Admin("once"), "source", {});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->workspace, first->workspace);
  EXPECT_EQ(again->admin_key_secret, "");
  EXPECT_EQ(ReasonOf(Fork(first->workspace.id).status()), "WORKSPACE_EXISTS");
  ASSERT_TRUE(DeleteWorkspace(env_, Admin(), first->workspace.id).ok());
  EXPECT_EQ(ReasonOf(ForkWorkspace(env_, Admin("once"), "source", {}).status()),
            "RESOURCE_NOT_FOUND");
}

TEST_F(ForksTest, OnlySimulatorWorkspaces) {
  server_.AddWorkspace("live", Environment::kLive);
  const absl::Status refused = ForkWorkspace(env_, Admin(), "live", {}).status();
  EXPECT_EQ(ReasonOf(refused), "CLOCK_NOT_OURS");
  EXPECT_THAT(refused.message(), HasSubstr("SIMULATOR"));
  EXPECT_EQ(ReasonOf(RestoreWorkspace(env_, Admin(), "live", "source").status()), "CLOCK_NOT_OURS");
  EXPECT_EQ(ReasonOf(RestoreWorkspace(env_, Admin(), "source", "live").status()), "CLOCK_NOT_OURS");
  EXPECT_EQ(ReasonOf(RestoreWorkspace(env_, Admin(), "source", "source").status()),
            "INVALID_FIELD");
}

TEST_F(ForksTest, RestoringBringsBackTheRowsAndKeepsKeysNameAndNumbers) {
  const auto checkpoint = Fork("checkpoint");
  ASSERT_TRUE(checkpoint.ok());
  Write([](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.codes().Put(SampleCode("source", "later")));
    return tx.events().Append(SampleEvent("source", "x"));
  });
  const auto restored = RestoreWorkspace(env_, Admin("once"), "source", "checkpoint");
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->id, "source");
  EXPECT_EQ(restored->data_key, source_.data_key);
  EXPECT_EQ(restored->world_incarnation, "restored");
  EXPECT_EQ(restored->state, WorkspaceState::kActive);
  EXPECT_EQ(Read([](const Transaction& tx) { return tx.codes().Get("source", "later"); }),
            std::nullopt);
  const auto code = Read([](const Transaction& tx) { return tx.codes().Get("source", "code"); });
  ASSERT_TRUE(code.has_value());
  EXPECT_EQ(*env_.vault.Open(*restored, CodePlace("code"), code->code), kCode);
  EXPECT_THAT(server_.EventTypes("source"), ElementsAre("workspace.restored"));
  EXPECT_EQ(server_.Events("source")[0].number, 3);  // a watcher's number never means an older one
  EXPECT_EQ(server_.Events("checkpoint").size(), 1u);
  EXPECT_EQ(Read([](const Transaction& tx) { return tx.api_keys().List("source", {}); }).size(),
            1u);
  // Repeated: done already.
  const size_t said = server_.worlds.said().size();
  EXPECT_TRUE(RestoreWorkspace(env_, Admin("once"), "source", "checkpoint").ok());
  EXPECT_EQ(server_.worlds.said().size(), said);
}

TEST_F(ForksTest, ARestoreThatTheSimulatorRefusesChangesNothing) {
  ASSERT_TRUE(Fork("checkpoint").ok());
  Write([](Transaction& tx) { return tx.codes().Put(SampleCode("source", "later")); });
  server_.worlds.FailWith(absl::UnavailableError("gone"));
  EXPECT_FALSE(RestoreWorkspace(env_, Admin(), "source", "checkpoint").ok());
  EXPECT_TRUE(
      Read([](const Transaction& tx) { return tx.codes().Get("source", "later"); }).has_value());
  EXPECT_EQ(GetWorkspace(env_, "source")->world_incarnation, source_.world_incarnation);
}

}  // namespace
}  // namespace sparkgate::server
