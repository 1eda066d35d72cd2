#include "server/usecases/access/apps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/access/workspaces.h"
#include "server/usecases/testing/following_signal.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class AppsTest : public testing::Test {
 protected:
  AppsTest() { signal_.Follow(env_.clocks); }

  static App Wanted() {
    return {.id = "brand",
            .display_name = "Brand",
            .tiktok_app_id = "7001",
            .redirect_uris = {"https://brand.example/back"}};
  }
  Call Admin(const std::string& request_id = "") { return server_.MakeCall("", request_id); }
  absl::StatusOr<App> Create(const std::string& secret = "secret") {
    return CreateApp(env_, Admin(), Wanted(), secret);
  }
  absl::StatusOr<App> Redirect(const std::string& uri, const std::string& secret = "",
                               const std::string& request_id = "") {
    return UpdateApp(
        env_, Admin(request_id), "brand", [&](App& app) { app.redirect_uris = {uri}; }, secret);
  }

  TestDisk disk_;
  FollowingSignal signal_;
  TestServer server_{disk_, {.work = &signal_}};
  Env& env_ = server_.env;
};

TEST_F(AppsTest, SealsTheSecret) {
  const auto app = Create();
  ASSERT_TRUE(app.ok()) << app.status();
  EXPECT_THAT(app->secret.text, Not(testing::HasSubstr("secret")));
  EXPECT_EQ(*OpenAppSecret(env_, *GetApp(env_, "brand")), "secret");
  // It opens nowhere else.
  App other = *app;
  other.id = "other";
  EXPECT_FALSE(OpenAppSecret(env_, other).ok());
}

TEST_F(AppsTest, TheSameAppIsMadeOnce) {
  ASSERT_TRUE(Create().ok());
  EXPECT_TRUE(Create().ok());
  EXPECT_EQ(ReasonOf(Create("another secret").status()), "APP_EXISTS");
  EXPECT_EQ(ListApps(env_, {})->size(), 1u);
}

TEST_F(AppsTest, FindingItThereUsesTheRequestIdUp) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(CreateApp(env_, server_.MakeCall("", "r", "one"), Wanted(), "secret").ok());
  ASSERT_TRUE(CreateApp(env_, server_.MakeCall("", "r", "one"), Wanted(), "secret").ok());
  App other = Wanted();
  other.id = "other";
  EXPECT_EQ(ReasonOf(CreateApp(env_, server_.MakeCall("", "r", "two"), other, "secret").status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(ListApps(env_, {})->size(), 1u);
}

TEST_F(AppsTest, NamesTheFieldThatIsWrong) {
  App app = Wanted();
  app.tiktok_app_id = "seven";
  app.redirect_uris = {"https://a.example", "http://a.example", "http://127.0.0.1:80/x",
                       "nonsense"};
  const auto fields = DetailOf(CheckApp(app)).fields;
  std::vector<std::string> names;
  for (const FieldViolation& field : fields) names.push_back(field.field);
  EXPECT_THAT(names,
              ElementsAre("app.tiktok_app_id", "app.redirect_uris[1]", "app.redirect_uris[3]"));
  app = Wanted();
  app.redirect_uris.clear();
  EXPECT_EQ(DetailOf(CheckApp(app)).fields.front().field, "app.redirect_uris");
}

TEST_F(AppsTest, AnUpdateReachesTheWorldsThatUseTheApp) {
  ASSERT_TRUE(Create().ok());
  for (const char* id : {"www", "vvv"}) {
    ASSERT_TRUE(CreateWorkspace(env_, Admin(), {.id = id, .app = "brand"}).ok());
  }
  ASSERT_TRUE(CreateWorkspace(env_, Admin(), {.id = "xxx"}).ok());
  const auto updated = Redirect("https://brand.example/new", "rotated");
  ASSERT_TRUE(updated.ok()) << updated.status();
  const auto apps = server_.worlds.apps();
  for (const char* id : {"www", "vvv"}) {
    EXPECT_THAT(apps.at(id).redirect_uris, ElementsAre("https://brand.example/new"));
    EXPECT_EQ(apps.at(id).secret, "rotated");
  }
  EXPECT_THAT(apps.at("xxx").redirect_uris, ElementsAre("http://127.0.0.1:7401/tiktok/redirect"));
}

TEST_F(AppsTest, AnUpdateThatAWorldDidNotHearOfIsRepeated) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(CreateWorkspace(env_, Admin(), {.id = "www", .app = "brand"}).ok());
  server_.worlds.FailWith(SimulatorUnreachable());
  EXPECT_EQ(ReasonOf(Redirect("https://brand.example/new", "", "r").status()),
            "SIMULATOR_UNREACHABLE");
  EXPECT_THAT(GetApp(env_, "brand")->redirect_uris, ElementsAre("https://brand.example/new"));
  server_.worlds.FailWith(absl::OkStatus());
  EXPECT_TRUE(Redirect("https://brand.example/new", "", "r").ok());
  EXPECT_THAT(server_.worlds.apps().at("www").redirect_uris,
              ElementsAre("https://brand.example/new"));
}

TEST_F(AppsTest, AWorldThatIsGoneHoldsNoUpdateUp) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(CreateWorkspace(env_, Admin(), {.id = "www", .app = "brand"}).ok());
  server_.worlds.FailWith(ResourceNotFound("sparkgate.simulator/World", "worlds/w"));
  EXPECT_TRUE(Redirect("https://brand.example/new").ok());
}

TEST_F(AppsTest, OneInUseStays) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(CreateWorkspace(env_, Admin(), {.id = "www", .app = "brand"}).ok());
  EXPECT_EQ(ReasonOf(DeleteApp(env_, Admin(), "brand")), "APP_IN_USE");
  ASSERT_TRUE(DeleteWorkspace(env_, Admin(), "www").ok());
  EXPECT_TRUE(DeleteApp(env_, Admin(), "brand").ok());
  EXPECT_THAT(*ListApps(env_, {}), IsEmpty());
}

}  // namespace
}  // namespace sparkgate::server
