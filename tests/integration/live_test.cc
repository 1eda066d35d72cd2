// LIVE workspaces, whose calls go to TikTok itself: only a server that was started for them makes
// one or calls TikTok for it. Nothing in here calls.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/api.h"
#include "tests/integration/harness/programs.h"

namespace sparkgate::integration {
namespace {

constexpr char kNotAllowed[] = "FAILED_PRECONDITION LIVE_NOT_ALLOWED";

class LiveTest : public testing::Test {
 protected:
  LiveTest() { programs_.Start(); }

  // What comes of a call with this key; "" is the server's own.
  std::string Try(const std::string& key, std::string_view method, std::string_view request) const {
    return Describe(Api(programs_, key.empty() ? programs_.AdminKey() : key).Try(method, request));
  }
  std::string CreateWorkspace() {
    const auto made =
        Api(programs_, programs_.AdminKey())
            .Ask<v1::CreateWorkspaceResponse>(
                "WorkspaceService.CreateWorkspace",
                "workspace_id: 'live' environment: ENVIRONMENT_LIVE app: 'apps/ours'");
    if (made.ok()) key_ = made->admin_key_secret();
    return Describe(made.status());
  }
  std::string GetWorkspace() const {
    return Try(key_, "WorkspaceService.GetWorkspace", "name: 'workspaces/live'");
  }
  std::string StartConnect() const {
    return Try(key_, "CreatorService.StartCreatorConnect", "parent: 'workspaces/live'");
  }

  Programs programs_;
  std::string key_;  // the workspace's, once it is there
};

TEST_F(LiveTest, NeedsAServerThatWasStartedForIt) {
  ASSERT_EQ(Try("", "AppService.CreateApp",
                "app_id: 'ours' app: < environment: ENVIRONMENT_LIVE "
                "tiktok_app_id: '7400000000000000001' secret: 'secretOfTheApp' "
                "redirect_uris: 'https://brand.example/back' >"),
            "OK");
  EXPECT_EQ(CreateWorkspace(), kNotAllowed);
  EXPECT_EQ(GetWorkspace(), "NOT_FOUND RESOURCE_NOT_FOUND");

  programs_.StopServer();
  programs_.flags["--allow-live"] = "";
  programs_.StartServer();
  EXPECT_EQ(CreateWorkspace(), "OK");
  EXPECT_EQ(StartConnect(), "OK");

  // Later without the flag: it can be looked at.
  programs_.StopServer();
  programs_.flags.erase("--allow-live");
  programs_.StartServer();
  EXPECT_EQ(GetWorkspace(), "OK");
  EXPECT_EQ(StartConnect(), kNotAllowed);
}

}  // namespace
}  // namespace sparkgate::integration
