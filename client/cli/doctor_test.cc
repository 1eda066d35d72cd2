// "sparkctl doctor": a workspace's set-up for people, and an exit code for programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/testing/sparkctl_test.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kDiagnose[] = "sparkgate.v1.WorkspaceService/DiagnoseWorkspace";

void AddCheck(v1::DiagnoseWorkspaceResponse& diagnosis, const std::string& name,
              v1::SetupCheck::Status status, const std::string& resource) {
  auto* check = diagnosis.add_checks();
  check->set_name(name);
  check->set_status(status);
  check->set_seen("Seen of " + name + ".");
  check->set_resource(resource);
  if (status == v1::SetupCheck::STATUS_OK) return;
  check->set_advice("Mend " + name + ".");
  check->set_who("CREATOR");
}

TEST_F(SparkctlTest, ADoctorSaysWhatToDoAndWhoMust) {
  UseProfile();
  v1::DiagnoseWorkspaceResponse diagnosis;
  AddCheck(diagnosis, "app", v1::SetupCheck::STATUS_OK, "apps/ours");
  AddCheck(diagnosis, "clock", v1::SetupCheck::STATUS_WARNING, "workspaces/w");
  server.Answer(kDiagnose, {&diagnosis});
  EXPECT_EQ(Sparkctl({"doctor"}), 0) << err;
  EXPECT_EQ(server.LastRequest<v1::DiagnoseWorkspaceRequest>(kDiagnose).name(), "workspaces/w");
  EXPECT_EQ(out,
            "OK       app    apps/ours: Seen of app.\n"
            "WARNING  clock  Seen of clock.\n"
            "                creator: Mend clock.\n");
}

TEST_F(SparkctlTest, ADoctorsProblemIsAnExitCode) {
  UseProfile();
  v1::DiagnoseWorkspaceResponse diagnosis;
  AddCheck(diagnosis, "creator_consent", v1::SetupCheck::STATUS_PROBLEM,
           "workspaces/other/creators/c");
  server.Answer(kDiagnose, {&diagnosis});
  EXPECT_EQ(Sparkctl({"doctor", "other"}), 4);
  EXPECT_EQ(server.LastRequest<v1::DiagnoseWorkspaceRequest>(kDiagnose).name(), "workspaces/other");
  EXPECT_THAT(out, HasSubstr("PROBLEM  creator_consent  workspaces/other/creators/c: Seen"));
  EXPECT_EQ(Sparkctl({"workspaces", "diagnose", "other", "--output", "json"}), 4);
  EXPECT_THAT(out, HasSubstr("\"STATUS_PROBLEM\""));
  EXPECT_EQ(Sparkctl({"doctor", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("workspaces diagnose"));
}

}  // namespace
}  // namespace sparkgate::cli
