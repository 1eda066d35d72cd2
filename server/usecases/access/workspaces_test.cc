#include "server/usecases/access/workspaces.h"

#include <functional>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/testing/samples.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/testing/following_signal.h"
#include "server/usecases/testing/test_server.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

class WorkspacesTest : public testing::Test {
 protected:
  WorkspacesTest() { signal_.Follow(env_.clocks); }

  Call Admin(const std::string& request_id = "", const std::string& body = "body") {
    return server_.MakeCall("", request_id, body);
  }
  absl::StatusOr<CreatedWorkspace> Create(NewWorkspace wanted, const Call& call) {
    return CreateWorkspace(env_, call, wanted);
  }
  absl::StatusOr<CreatedWorkspace> Create(NewWorkspace wanted) {
    return Create(std::move(wanted), Admin());
  }
  std::string MakeLiveApp() {
    App app = SampleApp("live-app");
    app.environment = Environment::kLive;
    app.redirect_uris = {"https://brand.example/back"};
    app.tiktok_app_id = "7";
    return CreateApp(env_, Admin(), app, "secret")->id;
  }
  void FailWorlds() { server_.worlds.FailWith(SimulatorUnreachable()); }
  void MendWorlds() { server_.worlds.FailWith(absl::OkStatus()); }

  TestDisk disk_;
  FollowingSignal signal_;
  TestServer server_{disk_, {.work = &signal_}};
  Env& env_ = server_.env;
};

TEST_F(WorkspacesTest, MakesAWorldAnAppAndAKeyOnce) {
  const NewWorkspace wanted{.id = "www", .display_name = "Brand", .seed = "seed"};
  const auto made = Create(wanted);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->workspace.world_incarnation, "first");
  EXPECT_EQ(made->admin_key->role, Role::kAdmin);
  EXPECT_TRUE(made->admin_key_secret.starts_with("sgk_"));
  EXPECT_EQ(server_.worlds.worlds().at("www").seed, "seed");
  EXPECT_EQ(server_.worlds.apps().at("www").redirect_uris,
            std::vector<std::string>{"http://127.0.0.1:7401/tiktok/redirect"});
  EXPECT_EQ(GetApp(env_, made->workspace.app_id)->environment, Environment::kSimulator);
  EXPECT_TRUE(env_.clocks.Now(made->workspace).ok());

  const auto again = Create(wanted);
  EXPECT_EQ(again->workspace, made->workspace);
  EXPECT_FALSE(again->admin_key.has_value());
  EXPECT_EQ(again->admin_key_secret, "");
  EXPECT_EQ(ReasonOf(Create({.id = "www", .display_name = "Other"}).status()), "WORKSPACE_EXISTS");
  EXPECT_EQ(ListWorkspaces(env_, {})->size(), 1u);
  EXPECT_THAT(server_.Audit(""), ElementsAre(Field(&AuditEntry::action, "workspace.create")));
}

TEST_F(WorkspacesTest, ARepeatedRequestFindsTheMadeUpId) {
  const auto made = Create({}, Admin("r"));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Create({}, Admin("r"))->workspace.id, made->workspace.id);
  EXPECT_EQ(ReasonOf(Create({}, Admin("r", "another body")).status()), "REQUEST_ID_REUSED");
}

TEST_F(WorkspacesTest, FindingItThereUsesTheRequestIdUp) {
  ASSERT_TRUE(Create({.id = "www"}).ok());
  EXPECT_EQ(Create({.id = "www"}, Admin("r"))->workspace.id, "www");
  EXPECT_EQ(Create({.id = "www"}, Admin("r"))->workspace.id, "www");
  EXPECT_EQ(ReasonOf(Create({.id = "other"}, Admin("r", "another body")).status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(ListWorkspaces(env_, {})->size(), 1u);
}

TEST_F(WorkspacesTest, WithoutASimulatorNothingIsMade) {
  FailWorlds();
  EXPECT_EQ(ReasonOf(Create({.id = "www"}).status()), "SIMULATOR_UNREACHABLE");
  EXPECT_EQ(ReasonOf(GetWorkspace(env_, "www").status()), "RESOURCE_NOT_FOUND");
  EXPECT_THAT(signal_.watched(), IsEmpty());
}

TEST_F(WorkspacesTest, ALiveOneIsWorkedForFromTheStartToTheEnd) {
  const auto made = Create({.id = "lll", .environment = Environment::kLive, .app = MakeLiveApp()});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(signal_.watched(), ElementsAre("+lll"));
  EXPECT_THAT(server_.worlds.worlds(), IsEmpty());
  ASSERT_TRUE(DeleteWorkspace(env_, Admin(), "lll").ok());
  EXPECT_THAT(signal_.watched(), ElementsAre("+lll", "-lll"));
}

TEST_F(WorkspacesTest, LiveNeedsTheFlagAndAnAppOfItsOwnKind) {
  const std::string app = MakeLiveApp();
  const NewWorkspace wanted{.id = "lll", .environment = Environment::kLive, .app = app};
  env_.settings.allow_live = false;
  EXPECT_EQ(ReasonOf(Create(wanted).status()), "LIVE_NOT_ALLOWED");
  env_.settings.allow_live = true;
  EXPECT_EQ(ReasonOf(Create({.id = "lll", .environment = Environment::kLive}).status()),
            "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Create({.id = "sss", .app = app}).status()), "INVALID_FIELD");
  EXPECT_EQ(
      ReasonOf(
          Create(
              {.id = "lll", .environment = Environment::kLive, .app = app, .seed = "live has none"})
              .status()),
      "INVALID_FIELD");
}

TEST_F(WorkspacesTest, WithoutTheFlagALiveOneCanOnlyBeLookedAt) {
  server_.AddWorkspace("lll", Environment::kLive);
  EXPECT_TRUE(LoadWritableWorkspace(env_, "lll").ok());
  env_.settings.allow_live = false;
  EXPECT_EQ(ReasonOf(LoadWritableWorkspace(env_, "lll").status()), "LIVE_NOT_ALLOWED");
  EXPECT_TRUE(GetWorkspace(env_, "lll").ok());
  server_.AddWorkspace("sss");
  EXPECT_TRUE(LoadWritableWorkspace(env_, "sss").ok());
}

TEST_F(WorkspacesTest, UpdatesWhatIsValid) {
  ASSERT_TRUE(Create({.id = "www"}).ok());
  const auto set = [](int days) {
    return [days](Workspace& workspace) { workspace.settings.alert_days = {days}; };
  };
  EXPECT_EQ(UpdateWorkspace(env_, Admin(), "www", set(5))->settings.alert_days,
            std::vector<int>{5});
  EXPECT_EQ(ReasonOf(UpdateWorkspace(env_, Admin(), "www", set(0)).status()), "INVALID_FIELD");
  EXPECT_EQ(GetWorkspace(env_, "www")->settings.alert_days, std::vector<int>{5});
  EXPECT_EQ(ReasonOf(UpdateWorkspace(env_, Admin(), "xxx", set(5)).status()), "RESOURCE_NOT_FOUND");
}

TEST_F(WorkspacesTest, AChangeIsAnEvent) {
  server_.AddWorkspace("www");
  const auto rename = [&](const std::string& name) {
    return UpdateWorkspace(env_, Admin(), "www",
                           [&](Workspace& workspace) { workspace.display_name = name; })
        .status();
  };
  EXPECT_TRUE(rename("one").ok());
  EXPECT_TRUE(rename("one").ok());  // changes nothing
  EXPECT_THAT(server_.EventTypes("www"), ElementsAre("workspace.changed"));
  env_.clocks.ForgetAll();  // a name is nothing that waits for a simulator
  EXPECT_TRUE(rename("two").ok());
  EXPECT_EQ(server_.Events("www").back().time, kTestWorldStart);
}

TEST_F(WorkspacesTest, NamesAndSeedsAreCountedInCharacters) {
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "拉";
  EXPECT_TRUE(Create({.id = "www", .display_name = hundred, .seed = hundred + hundred}).ok());
  const auto field = [](const absl::Status& status) {
    return DetailOf(status).fields.front().field;
  };
  EXPECT_EQ(field(Create({.id = "xxx", .display_name = hundred + "a"}).status()), "display_name");
  EXPECT_EQ(field(Create({.id = "xxx", .seed = hundred + hundred + "a"}).status()), "seed");
  EXPECT_EQ(field(Create({.id = "xxx", .display_name = "\x80"}).status()), "display_name");
  EXPECT_EQ(
      field(UpdateWorkspace(env_, Admin(), "www",
                            [&](Workspace& workspace) { workspace.display_name = hundred + "a"; })
                .status()),
      "workspace.display_name");
}

TEST_F(WorkspacesTest, DeletingTakesWorldAppAndRowsWithIt) {
  ASSERT_TRUE(Create({.id = "www"}).ok());
  ASSERT_TRUE(DeleteWorkspace(env_, Admin("r"), "www").ok());
  EXPECT_TRUE(DeleteWorkspace(env_, Admin("r"), "www").ok());  // repeated
  EXPECT_THAT(server_.worlds.worlds(), IsEmpty());
  EXPECT_THAT(*ListApps(env_, {}), IsEmpty());
  EXPECT_EQ(ReasonOf(GetWorkspace(env_, "www").status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(DeleteWorkspace(env_, Admin(), "www")), "RESOURCE_NOT_FOUND");
  EXPECT_THAT(signal_.watched(), ElementsAre("+www", "-www"));
}

TEST_F(WorkspacesTest, AFailedDeleteLeavesItAlive) {
  const Workspace workspace = Create({.id = "www"})->workspace;
  FailWorlds();
  EXPECT_EQ(ReasonOf(DeleteWorkspace(env_, Admin(), "www")), "SIMULATOR_UNREACHABLE");
  EXPECT_THAT(signal_.watched(), ElementsAre("+www", "-www", "+www"));
  EXPECT_TRUE(env_.clocks.Now(workspace).ok());
  MendWorlds();
  disk_.store().FailWrites(1);
  EXPECT_EQ(ReasonOf(DeleteWorkspace(env_, Admin(), "www")), "STORAGE_FULL");
  EXPECT_EQ(signal_.watched().back(), "+www");
  EXPECT_TRUE(DeleteWorkspace(env_, Admin(), "www").ok());
}

TEST_F(WorkspacesTest, AResetEmptiesItAndKeepsKeysAndSettings) {
  const auto made = Create({.id = "www", .seed = "old"});
  ASSERT_TRUE(
      disk_.store()
          .Write([](Transaction& tx) { return tx.creators().Put(SampleCreator("www", "c")); })
          .ok());
  const absl::Time start = kTestWorldStart - absl::Hours(1);
  const auto reset = ResetWorkspace(env_, server_.MakeCall("www", "r"), "www", "new", start);
  ASSERT_TRUE(reset.ok()) << reset.status();
  EXPECT_EQ(reset->world_seed, "new");
  EXPECT_EQ(reset->world_now, start);
  EXPECT_EQ(*reset, *GetWorkspace(env_, "www"));
  EXPECT_EQ(server_.worlds.worlds().at("www").seed, "new");
  EXPECT_TRUE(disk_.store()
                  .Read([&](const Transaction& tx) -> absl::Status {
                    EXPECT_FALSE(tx.creators().Get("www", "c")->has_value());
                    EXPECT_TRUE(tx.api_keys().Get("www", made->admin_key->id)->has_value());
                    return absl::OkStatus();
                  })
                  .ok());
  // Repeated, it doesn't empty it again.
  EXPECT_EQ(ResetWorkspace(env_, server_.MakeCall("www", "r"), "www", "new", start)->world_seed,
            "new");
  EXPECT_THAT(server_.EventTypes("www"), ElementsAre("workspace.reset"));
  EXPECT_THAT(signal_.watched(), ElementsAre("+www", "-www", "+www"));
}

TEST_F(WorkspacesTest, AResetIsTheWayOutOfALostWorld) {
  Workspace workspace = Create({.id = "www"})->workspace;
  workspace.state = WorkspaceState::kWorldGone;
  server_.Update(workspace);
  EXPECT_EQ(ReasonOf(LoadWritableWorkspace(env_, "www").status()), "WORLD_GONE");
  ASSERT_TRUE(ResetWorkspace(env_, server_.MakeCall("www"), "www", "", std::nullopt).ok());
  EXPECT_TRUE(LoadWritableWorkspace(env_, "www").ok());
}

TEST_F(WorkspacesTest, AFailedResetLeavesItAlive) {
  ASSERT_TRUE(Create({.id = "www"}).ok());
  FailWorlds();
  const auto reset = [&] {
    return ResetWorkspace(env_, server_.MakeCall("www"), "www", "", std::nullopt).status();
  };
  EXPECT_EQ(ReasonOf(reset()), "SIMULATOR_UNREACHABLE");
  EXPECT_EQ(signal_.watched().back(), "+www");
  MendWorlds();
  disk_.store().FailWrites(1);
  EXPECT_EQ(ReasonOf(reset()), "STORAGE_FULL");
  EXPECT_EQ(signal_.watched().back(), "+www");
  EXPECT_TRUE(reset().ok());
}

// A simulator that lets somebody else in while it makes a world.
class BusyWorlds final : public FakeWorlds {
 public:
  std::function<void()> meanwhile = [] {};
  absl::StatusOr<WorldInfo> Create(const WorldSpec& spec) override {
    meanwhile();
    return FakeWorlds::Create(spec);
  }
};

TEST_F(WorkspacesTest, AResetKeepsWhatChangedMeanwhileAndIsAloneWithTheWorld) {
  ASSERT_TRUE(Create({.id = "www"}).ok());
  BusyWorlds worlds;
  Env busy{.settings = env_.settings,
           .store = env_.store,
           .tiktok = env_.tiktok,
           .worlds = worlds,
           .vault = env_.vault,
           .clocks = env_.clocks,
           .work = env_.work,
           .calls = env_.calls};
  worlds.meanwhile = [&] {
    EXPECT_TRUE(UpdateWorkspace(busy, server_.MakeCall("www"), "www", [](Workspace& row) {
                  row.display_name = "renamed meanwhile";
                }).ok());
    EXPECT_EQ(
        ReasonOf(ResetWorkspace(busy, server_.MakeCall("www"), "www", "", std::nullopt).status()),
        "WORKSPACE_BUSY");
    EXPECT_EQ(ReasonOf(DeleteWorkspace(busy, Admin(), "www")), "WORKSPACE_BUSY");
  };
  ASSERT_TRUE(ResetWorkspace(busy, server_.MakeCall("www"), "www", "", std::nullopt).ok());
  EXPECT_EQ(GetWorkspace(env_, "www")->display_name, "renamed meanwhile");
}

TEST_F(WorkspacesTest, OnlyASimulatorsWorldIsReset) {
  server_.AddWorkspace("lll", Environment::kLive);
  EXPECT_EQ(
      ReasonOf(ResetWorkspace(env_, server_.MakeCall("lll"), "lll", "", std::nullopt).status()),
      "CLOCK_NOT_OURS");
}

}  // namespace
}  // namespace sparkgate::server
