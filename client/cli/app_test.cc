#include "client/cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/version.h"
#include "client/cli/testing/sparkctl_test.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/time_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(SparkctlTest, AnUnfinishedCommandShowsHowToGoOnButIsNone) {
  EXPECT_EQ(Sparkctl({}), 2);
  EXPECT_THAT(out, IsEmpty());
  EXPECT_THAT(err, HasSubstr("creators"));
  EXPECT_THAT(err, HasSubstr("simulator"));
  EXPECT_EQ(Sparkctl({"creators"}), 2);
  EXPECT_THAT(out, IsEmpty());
  EXPECT_THAT(err, HasSubstr("generate-code"));
  EXPECT_EQ(Sparkctl({"simulator"}), 2);
  EXPECT_THAT(err, HasSubstr("review-desk"));
  EXPECT_EQ(Sparkctl({"completion"}), 2);
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(SparkctlTest, TheVersionIsTheProjects) {
  EXPECT_EQ(Sparkctl({"--version"}), 0);
  EXPECT_EQ(out, "sparkctl " + Version() + "\n");
}

TEST_F(SparkctlTest, HelpThatWasAskedForIsAnAnswer) {
  EXPECT_EQ(Sparkctl({"help"}), 0);
  EXPECT_THAT(out, HasSubstr("Nouns:"));
  EXPECT_EQ(Sparkctl({"--help"}), 0);
  EXPECT_THAT(out, HasSubstr("Exit codes:"));
  EXPECT_THAT(out, HasSubstr("--output, -o FORMAT"));
}

TEST_F(SparkctlTest, HelpComesFromTheProtos) {
  EXPECT_EQ(Sparkctl({"creators", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("generate-code"));
  EXPECT_EQ(Sparkctl({"help", "creators", "generate-code"}), 0);
  EXPECT_THAT(out, HasSubstr("sparkctl creators generate-code POST"));
  EXPECT_THAT(out, HasSubstr("7, 30, 60, 180 or 365"));
  const std::string help = out;
  EXPECT_EQ(Sparkctl({"creators", "generate-code", "--help"}), 0);
  EXPECT_EQ(out, help);
  EXPECT_EQ(Sparkctl({"help", "simulator"}), 0);
  EXPECT_THAT(out, HasSubstr("review-desk"));
  EXPECT_EQ(Sparkctl({"workspaces", "get", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("sparkctl workspaces get [NAME]"));
  EXPECT_EQ(Sparkctl({"ads", "create", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("  --call-to-action "));
}

TEST_F(SparkctlTest, CallsWithKeyAndPrintsTheAnswer) {
  UseProfile();
  v1::Code code;
  code.set_name("workspaces/w/codes/a");
  code.set_state(v1::CODE_STATE_NOT_USED);
  server.Answer("sparkgate.v1.CreatorService/GetCode", {&code});
  EXPECT_EQ(Sparkctl({"creators", "get-code", "a"}), 0) << err;
  EXPECT_EQ(out, "name   codes/a\nstate  NOT_USED\n");
  EXPECT_EQ(server.LastRequest<v1::GetCodeRequest>("sparkgate.v1.CreatorService/GetCode").name(),
            "workspaces/w/codes/a");
  EXPECT_EQ(server.LastHeader("authorization"), "Bearer sg-secret");
  EXPECT_EQ(server.LastHeader("x-request-id").size(), 32u);

  EXPECT_EQ(Sparkctl({"creators", "get-code", "a", "--get", "state"}), 0);
  EXPECT_EQ(out, "NOT_USED\n");
  EXPECT_EQ(Sparkctl({"creators", "get-code", "a", "-o", "name"}), 0);
  EXPECT_EQ(out, "workspaces/w/codes/a\n");
  EXPECT_EQ(Sparkctl({"creators", "get-code", "a", "-o", "json"}), 0);
  EXPECT_THAT(out, HasSubstr("\"state\": \"CODE_STATE_NOT_USED\""));
}

TEST_F(SparkctlTest, TheSimulatorNeverGetsTheKey) {
  UseProfile();
  simulator::v1::World world;
  world.set_name("worlds/w");
  server.Answer("sparkgate.simulator.v1.WorldService/GetWorld", {&world});
  EXPECT_EQ(Sparkctl({"simulator", "world", "get"}), 0) << err;
  EXPECT_EQ(server.LastHeader("authorization"), "");
}

TEST_F(SparkctlTest, AllPagesCanBeHadAtOnce) {
  UseProfile();
  v1::ListCodesResponse first;
  first.add_codes()->set_name("a");
  first.set_next_page_token("2");
  v1::ListCodesResponse second;
  second.add_codes()->set_name("b");
  const std::string method = "sparkgate.v1.CreatorService/ListCodes";
  server.Answer(method, {&first});
  server.Answer(method, {&second});
  EXPECT_EQ(Sparkctl({"creators", "list-codes", "--all", "-o", "name"}), 0) << err;
  EXPECT_EQ(out, "a\nb\n");
  EXPECT_EQ(server.LastRequest<v1::ListCodesRequest>(method).page_token(), "2");
}

TEST_F(SparkctlTest, OnePageTellsThatThereIsMore) {
  UseProfile();
  v1::ListCodesResponse page;
  page.add_codes()->set_name("a");
  page.set_next_page_token("2");
  server.Answer("sparkgate.v1.CreatorService/ListCodes", {&page});
  EXPECT_EQ(Sparkctl({"creators", "list-codes"}), 0);
  EXPECT_THAT(err, HasSubstr("--page-token 2"));
}

TEST_F(SparkctlTest, AStreamIsPrintedAsItComes) {
  UseProfile();
  v1::WatchEventsResponse heartbeat;
  heartbeat.set_resume_after(4);
  v1::WatchEventsResponse event;
  event.mutable_event()->set_number(5);
  event.mutable_event()->set_type("ad.approved");
  event.set_resume_after(5);
  const std::string method = "sparkgate.v1.EventService/WatchEvents";
  server.Answer(method, {&heartbeat, &event, &event},
                {grpc::StatusCode::UNAVAILABLE, "the server stops"});
  EXPECT_EQ(Sparkctl({"events", "watch", "--after", "4"}), 6);
  EXPECT_EQ(out, "number=5  ad.approved\nnumber=5  ad.approved\n");
  EXPECT_THAT(err, HasSubstr("--after 5"));

  EXPECT_EQ(Sparkctl({"events", "watch", "--limit", "1", "-o", "json"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("\"type\":\"ad.approved\""));
}

TEST_F(SparkctlTest, ProgressIsForTheTerminalAndTheEndForEverybody) {
  UseProfile();
  v1::AdvanceResponse progress;
  progress.set_ticks(1);
  v1::AdvanceResponse end;
  end.set_ticks(2);
  end.set_finished(true);
  server.Answer("sparkgate.v1.TimeService/Advance", {&progress, &end});
  EXPECT_EQ(Sparkctl({"time", "advance", "--by", "1d"}), 0) << err;
  EXPECT_EQ(out, "ticks=2  finished=yes\n");
  EXPECT_EQ(Sparkctl({"time", "advance", "--by", "1d", "--get", "ticks"}), 0) << err;
  EXPECT_EQ(out, "2\n");
  EXPECT_EQ(Sparkctl({"time", "advance", "--by", "1d", "-o", "json"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("\"ticks\":\"1\""));
}

TEST_F(SparkctlTest, WithoutATerminalALongAdvanceIsToldOfAtTimes) {
  UseProfile();
  std::vector<v1::AdvanceResponse> messages(5);
  std::vector<const google::protobuf::Message*> sent;
  const std::vector<int> days = {0, 10, 31, 40, 62};
  for (size_t i = 0; i < days.size(); ++i) {
    messages[i].mutable_now()->set_seconds(1'767'225'600 + days[i] * 86'400);
    messages[i].set_finished(i + 1 == days.size());
    sent.push_back(&messages[i]);
  }
  server.Answer("sparkgate.v1.TimeService/Advance", sent);
  EXPECT_EQ(Sparkctl({"time", "advance", "--by", "62d"}), 0) << err;
  EXPECT_EQ(out, "2026-03-04 00:00:00 UTC  finished=yes\n");
  EXPECT_EQ(err, "time advance: 2026-02-01 00:00:00 UTC\n");
}

TEST_F(SparkctlTest, AStreamOfRequestsIsReadLineByLine) {
  UseProfile();
  simulator::v1::FollowClockResponse response;
  response.mutable_tick()->set_tick_id(1);
  const std::string method = "sparkgate.simulator.v1.WorldService/FollowClock";
  server.Answer(method, {&response});
  EXPECT_EQ(Sparkctl({"simulator", "world", "follow-clock", "--json", "-"},
                     "{\"hello\": {\"followerId\": \"f\"}}\n"),
            0)
      << err;
  EXPECT_EQ(out, "tick_id=1\n");
  EXPECT_EQ(server.LastRequest<simulator::v1::FollowClockRequest>(method).hello().follower_id(),
            "f");
  EXPECT_EQ(Sparkctl({"simulator", "world", "follow-clock", "--json", "-"}, "nonsense\n"), 2);
}

TEST_F(SparkctlTest, ALongTextIsSentInPieces) {
  UseProfile();
  v1::ImportCodesResponse response;
  response.set_operation("workspaces/w/operations/1");
  response.set_finished(true);
  const std::string method = "sparkgate.v1.LibraryService/ImportCodes";
  server.Answer(method, {&response});
  const std::string text(70'000, 'x');
  EXPECT_EQ(Sparkctl({"library", "import-codes", "adAccounts/7", "--text", "-"}, text + "\n"), 0)
      << err;
  EXPECT_THAT(out, HasSubstr("operations/1"));
  const auto first = server.LastRequest<v1::ImportCodesRequest>(method);
  EXPECT_EQ(first.ad_account(), "workspaces/w/adAccounts/7");
  EXPECT_FALSE(first.request_id().empty());
  EXPECT_EQ(first.offset(), 0);
  EXPECT_EQ(first.text().size(), size_t{1} << 16);
  EXPECT_FALSE(first.last());
  EXPECT_EQ(Sparkctl({"library", "import-codes", "--text", "-"}, text), 2);
  EXPECT_THAT(err, HasSubstr("AD_ACCOUNT"));
}

TEST_F(SparkctlTest, HelpSpeaksOfCommands) {
  EXPECT_EQ(Sparkctl({"operations", "wait", "--help"}), 0);
  EXPECT_THAT(out, Not(HasSubstr("WorkspaceService")));
  EXPECT_EQ(Sparkctl({"operations", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("see 'sparkctl workspaces --help'."));
}

TEST_F(SparkctlTest, CompletionIsAnsweredByTheProgram) {
  EXPECT_EQ(Sparkctl({"__complete", "creators", "reveal"}), 0);
  EXPECT_THAT(out, HasSubstr("reveal-code\tReturns the code itself"));
}

}  // namespace
}  // namespace sparkgate::cli
