#include "server/usecases/env.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

class EnvTest : public testing::Test {
 protected:
  TestDisk disk_;
  TestServer server_{disk_};
};

TEST_F(EnvTest, LoadsWorkspaces) {
  Workspace workspace = server_.AddWorkspace("w");
  EXPECT_EQ(LoadWorkspace(server_.env, "w")->display_name, "w");
  EXPECT_EQ(LoadWorkspace(server_.env, "v").status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(LoadWritableWorkspace(server_.env, "w").ok());
  workspace.state = WorkspaceState::kWorldGone;
  server_.Update(workspace);
  EXPECT_TRUE(LoadWorkspace(server_.env, "w").ok());
  EXPECT_EQ(ReasonOf(LoadWritableWorkspace(server_.env, "w").status()), "WORLD_GONE");
  workspace.state = WorkspaceState::kWorldReset;
  server_.Update(workspace);
  EXPECT_EQ(ReasonOf(LoadWritableWorkspace(server_.env, "w").status()), "WORLD_RESET");
}

TEST_F(EnvTest, IdsAreOrderedByTime) {
  EXPECT_LT(NewId(kTestWorldStart), NewId(kTestWorldStart + absl::Milliseconds(1)));
  std::vector<std::string> made;
  for (int i = 0; i < 1000; ++i) made.push_back(NewId(kTestWorldStart));
  EXPECT_TRUE(std::ranges::is_sorted(made, std::less_equal<>())) << "each is new, the latest last";
}

TEST_F(EnvTest, WhatGoesOutIsRepeatableOnlyInASimulatedWorld) {
  const Workspace simulated = server_.AddWorkspace("w");
  EXPECT_EQ(OutwardBytes(simulated, "tag", "p", 1, 10), OutwardBytes(simulated, "tag", "p", 1, 10));
  EXPECT_NE(OutwardBytes(simulated, "tag", "p", 1, 10), OutwardBytes(simulated, "tag", "p", 2, 10));
  const Workspace live = server_.AddWorkspace("l", Environment::kLive);
  EXPECT_EQ(OutwardBytes(live, "tag", "p", 1, 10).size(), 10u);
  EXPECT_NE(OutwardBytes(live, "tag", "p", 1, 10), OutwardBytes(live, "tag", "p", 1, 10));
}

}  // namespace
}  // namespace sparkgate::server
