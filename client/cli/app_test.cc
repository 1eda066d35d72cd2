#include "client/cli/app.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/version.h"
#include "client/cli/testing/fake_server.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "sparkgate/v1/time_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AppTest : public ::testing::Test {
 protected:
  // Runs a command against the fake server; what it printed is in `out` and `err`.
  int Sparkctl(const std::vector<std::string>& words, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Io io = {.in = in, .out = out_stream, .err = err_stream, .environment = [this](const char*) {
               return profile_;
             }};
    const int code = cli::Run(words, io);
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }

  // With a profile that knows the fake server as server and as simulator.
  void UseProfile() {
    const std::string path = Path("profile.json");
    ASSERT_EQ(Sparkctl({"profile", "init", "--profile", path, "--address", server.address(),
                        "--simulator-address", server.address(), "--workspace", "workspaces/w",
                        "--key-file", "-"},
                       "sg-secret\n"),
              0)
        << err;
    profile_ = path;
  }

  static std::string Path(const std::string& name) {
    return fmt::format("{}sparkctl_app_test_{}_{}", ::testing::TempDir(), getpid(), name);
  }

  FakeServer server;
  std::string out;
  std::string err;
  std::string profile_;
};

TEST_F(AppTest, AnUnfinishedCommandShowsHowToGoOnButIsNone) {
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

TEST_F(AppTest, TheVersionIsTheProjects) {
  EXPECT_EQ(Sparkctl({"--version"}), 0);
  EXPECT_EQ(out, "sparkctl " + Version() + "\n");
}

TEST_F(AppTest, HelpThatWasAskedForIsAnAnswer) {
  EXPECT_EQ(Sparkctl({"help"}), 0);
  EXPECT_THAT(out, HasSubstr("Nouns:"));
  EXPECT_EQ(Sparkctl({"--help"}), 0);
  EXPECT_THAT(out, HasSubstr("Exit codes:"));
  EXPECT_THAT(out, HasSubstr("--output, -o FORMAT"));
}

TEST_F(AppTest, HelpComesFromTheProtos) {
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

TEST_F(AppTest, AnUnknownWordIsAUsageErrorWithAGuess) {
  EXPECT_EQ(Sparkctl({"creatros"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean 'creators'?"));
  EXPECT_EQ(Sparkctl({"creators", "generate-cod"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean 'generate-code'?"));
  EXPECT_EQ(Sparkctl({"world", "get"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean 'simulator world'?"));
  EXPECT_EQ(Sparkctl({"codes", "list"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean 'creators list-codes'?"));
  EXPECT_EQ(Sparkctl({"version"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean '--version'?"));
  EXPECT_EQ(Sparkctl({"creators", "list", "--outpt", "json"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean '--output'?"));
  EXPECT_EQ(Sparkctl({"--profil", "x"}), 2);
  EXPECT_EQ(Sparkctl({"completion", "tcsh"}), 2);
}

TEST_F(AppTest, CallsWithKeyAndPrintsTheAnswer) {
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

TEST_F(AppTest, TheSimulatorNeverGetsTheKey) {
  UseProfile();
  simulator::v1::World world;
  world.set_name("worlds/w");
  server.Answer("sparkgate.simulator.v1.WorldService/GetWorld", {&world});
  EXPECT_EQ(Sparkctl({"simulator", "world", "get"}), 0) << err;
  EXPECT_EQ(server.LastHeader("authorization"), "");
}

TEST_F(AppTest, AFailureShowsItsDetailsAndHasItsExitCode) {
  UseProfile();
  google::rpc::Status wire;
  google::rpc::ErrorInfo info;
  info.set_reason("CODE_EXISTS");
  (*info.mutable_metadata())["who"] = "CREATOR";
  wire.add_details()->PackFrom(info);
  server.Answer(
      "sparkgate.v1.CreatorService/GenerateCode", {},
      {grpc::StatusCode::ALREADY_EXISTS, "the post has a code", wire.SerializeAsString()});
  EXPECT_EQ(Sparkctl({"creators", "generate-code", "creators/c/posts/1", "--request-id", "r1"}), 4);
  EXPECT_THAT(out, IsEmpty());
  EXPECT_THAT(err, HasSubstr("error: the post has a code.\n"));
  EXPECT_THAT(err, HasSubstr("CODE_EXISTS"));
  EXPECT_THAT(err, HasSubstr("the creator"));
  EXPECT_THAT(err, Not(HasSubstr("r1")));
  server.Answer("sparkgate.v1.CreatorService/ExtendCode", {},
                {grpc::StatusCode::UNAVAILABLE, "the answer was lost"});
  EXPECT_EQ(Sparkctl({"creators", "extend-code", "a", "--request-id", "r1"}), 6);
  EXPECT_THAT(err, HasSubstr("r1 (repeat with --request-id"));
}

TEST_F(AppTest, NobodyThereIsExitCode6) {
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", "127.0.0.1:1"}), 6);
  EXPECT_EQ(err,
            "error: nothing answers at 127.0.0.1:1: is sparkgate-server running? See --address.\n");
  EXPECT_EQ(Sparkctl({"simulator", "world", "get", "w", "--simulator-address", "127.0.0.1:1"}), 6);
  EXPECT_THAT(err, HasSubstr("is sparkgate-simulator running? See --simulator-address."));
  EXPECT_EQ(Sparkctl({"events", "watch", "--workspace", "w", "--address", "127.0.0.1:1"}), 6);
  EXPECT_THAT(err, HasSubstr("nothing answers at"));
}

TEST_F(AppTest, AServerThatSaysUnavailableAnswered) {
  UseProfile();
  server.Answer("sparkgate.v1.CreatorService/ListCreators", {},
                {grpc::StatusCode::UNAVAILABLE, "the simulator isn't there"});
  EXPECT_EQ(Sparkctl({"creators", "list"}), 6);
  EXPECT_THAT(err, HasSubstr("error: the simulator isn't there.\n"));
}

TEST_F(AppTest, AnAddressHasAHostAndAPort) {
  for (const char* address : {"localhost", "localhost:", ":7400", "localhost:0", "localhost:70000",
                              "http://localhost:7400", "::1", "a:b"}) {
    EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", address}), 2);
    EXPECT_THAT(err, HasSubstr(fmt::format("--address {}: must be HOST:PORT", address)));
  }
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", "[::1]:1"}), 6);
  EXPECT_EQ(Sparkctl({"profile", "init", "--profile", Path("bad"), "--simulator-address", "x"}), 2);
  EXPECT_THAT(err, HasSubstr("--simulator-address x"));
}

TEST_F(AppTest, AllPagesCanBeHadAtOnce) {
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

TEST_F(AppTest, OnePageTellsThatThereIsMore) {
  UseProfile();
  v1::ListCodesResponse page;
  page.add_codes()->set_name("a");
  page.set_next_page_token("2");
  server.Answer("sparkgate.v1.CreatorService/ListCodes", {&page});
  EXPECT_EQ(Sparkctl({"creators", "list-codes"}), 0);
  EXPECT_THAT(err, HasSubstr("--page-token 2"));
}

TEST_F(AppTest, AStreamIsPrintedAsItComes) {
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

TEST_F(AppTest, ProgressIsForTheTerminalAndTheEndForEverybody) {
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

TEST_F(AppTest, WithoutATerminalALongAdvanceIsToldOfAtTimes) {
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

TEST_F(AppTest, AStreamOfRequestsIsReadLineByLine) {
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

TEST_F(AppTest, AProfileThatOthersMayReadIsRefused) {
  UseProfile();
  struct stat info {};
  ASSERT_EQ(stat(profile_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(chmod(profile_.c_str(), 0640), 0);
  EXPECT_EQ(Sparkctl({"creators", "list"}), 2) << "not 5: no key was refused";
  EXPECT_THAT(err, HasSubstr("run chmod 600 " + profile_));
}

TEST_F(AppTest, AProfileIsShownWithoutItsKey) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"profile", "show"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("workspace          w\n"));
  EXPECT_THAT(out, Not(HasSubstr("sg-secret")));
  EXPECT_EQ(Sparkctl({"profile", "burn"}), 2);
}

TEST_F(AppTest, AProfileInUseIsNotReplacedInPassing) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"profile", "init"}), 2);
  EXPECT_EQ(Sparkctl({"profile", "show"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("key                set\n"));
}

TEST_F(AppTest, AFileThatIsNoProfileSaysSo) {
  const std::string path = Path("nonsense.json");
  {
    std::ofstream file(path);
    file << "[]";
  }
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_EQ(Sparkctl({"creators", "list", "--profile", path}), 2);
  EXPECT_THAT(err, HasSubstr("is no profile"));
  EXPECT_EQ(Sparkctl({"creators", "list", "--profile", path + ".missing"}), 2) << "not 3";
  EXPECT_EQ(Sparkctl({"creators", "list", "--key-file", path + ".missing"}), 2);
  EXPECT_EQ(Sparkctl({"ads", "create-campaign", "--json", "@" + path + ".missing"}), 2);
  EXPECT_THAT(err, HasSubstr(path + ".missing"));
}

TEST_F(AppTest, AnAnswerThatCouldNotBeWrittenIsAFailure) {
  UseProfile();
  v1::WatchEventsResponse event;
  event.mutable_event()->set_number(5);
  event.set_resume_after(5);
  server.Answer("sparkgate.v1.EventService/WatchEvents", {&event, &event, &event});
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--version"},
                                                {"help"},
                                                {"events", "watch"},
                                                {"profile", "show"}}) {
    std::istringstream in;
    std::ostringstream err_stream;
    std::ostream full(nullptr);  // every write fails
    Io io = {.in = in, .out = full, .err = err_stream, .environment = [this](const char*) {
               return profile_;
             }};
    EXPECT_EQ(cli::Run(words, io), 1) << words[0];
    EXPECT_EQ(err_stream.str(), "error: the answer couldn't be written to standard output.\n");
  }
}

TEST_F(AppTest, AFieldThatTheAnswerLacksIsRefusedBeforeTheCall) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"creators", "generate-code", "creators/c/posts/1", "--get", "cod"}), 2);
  EXPECT_EQ(server.LastRequest<v1::GenerateCodeRequest>("sparkgate.v1.CreatorService/GenerateCode")
                .post(),
            "");
}

TEST_F(AppTest, AnAnswerWithoutTheFieldThatWasAskedForIsAFailure) {
  UseProfile();
  v1::CreateWorkspaceResponse made;
  made.mutable_workspace()->set_name("workspaces/w");
  made.set_admin_key_secret("sg-once");
  v1::CreateWorkspaceResponse there;
  there.mutable_workspace()->set_name("workspaces/w");
  const std::string method = "sparkgate.v1.WorkspaceService/CreateWorkspace";
  server.Answer(method, {&made});
  server.Answer(method, {&there});
  const auto create = [this](const char* field) {
    return Sparkctl({"workspaces", "create", "--environment", "simulator", "--get", field});
  };
  EXPECT_EQ(create("admin-key-secret"), 0) << err;
  EXPECT_EQ(out, "sg-once\n");
  for (const char* field : {"admin-key-secret", "admin-key.name", "workspace.app"}) {
    EXPECT_EQ(create(field), 1);
    EXPECT_THAT(out, IsEmpty());
    EXPECT_THAT(err, HasSubstr(fmt::format("--get {}: this answer has none", field)));
  }
  EXPECT_EQ(create("workspace.settings"), 1);
  EXPECT_EQ(create("workspace.name"), 0) << err;

  v1::ListCodesResponse empty;
  server.Answer("sparkgate.v1.CreatorService/ListCodes", {&empty});
  EXPECT_EQ(Sparkctl({"creators", "list-codes", "--get", "name"}), 0) << "of none, no name";
}

TEST_F(AppTest, AnOperationThatFailedFailsWhoWaitsForIt) {
  UseProfile();
  v1::Operation operation;
  operation.set_name("workspaces/w/operations/o");
  const auto wait = [&](v1::OperationState state, int failed) {
    operation.set_state(state);
    operation.set_items_failed(failed);
    server.Answer("sparkgate.v1.OperationService/WaitOperation", {&operation});
    server.Answer("sparkgate.v1.OperationService/WaitOperation", {&operation});
    Sparkctl({"operations", "wait", "o"});  // the answer of before, which stays for one call
    const int code = Sparkctl({"operations", "wait", "o"});
    EXPECT_THAT(out, HasSubstr("operations/o"));
    return code;
  };
  EXPECT_EQ(wait(v1::OPERATION_STATE_DONE, 0), 0);
  EXPECT_EQ(wait(v1::OPERATION_STATE_PLANNED, 0), 6) << "it waits for a later instant";
  EXPECT_EQ(wait(v1::OPERATION_STATE_UNKNOWN, 0), 6);
  EXPECT_EQ(wait(v1::OPERATION_STATE_FAILED, 1), 4);
  EXPECT_EQ(wait(v1::OPERATION_STATE_CANCELLED, 0), 4);
  EXPECT_EQ(wait(v1::OPERATION_STATE_DONE, 1), 8);
  operation.set_state(v1::OPERATION_STATE_FAILED);
  server.Answer("sparkgate.v1.OperationService/WaitOperation", {&operation});
  server.Answer("sparkgate.v1.OperationService/WaitOperation", {&operation});
  Sparkctl({"operations", "wait", "o"});
  EXPECT_EQ(Sparkctl({"operations", "wait", "o", "--get", "result"}), 4) << "not 1: it has none";
  EXPECT_EQ(Sparkctl({"operations", "wait", "o", "--get", "items.resource"}), 4) << err;
  server.Answer("sparkgate.v1.OperationService/GetOperation", {&operation});
  EXPECT_EQ(Sparkctl({"operations", "get", "o"}), 0) << "reading it worked";
}

TEST_F(AppTest, ABatchThatFailedInPartHasAnExitCodeOfItsOwn) {
  UseProfile();
  v1::BatchAuthorizeCodesResponse batch;
  batch.add_results()->set_hint("#aaaa");
  batch.mutable_results(0)->mutable_spark_post()->set_name(
      "workspaces/w/adAccounts/1/sparkPosts/2");
  batch.mutable_results(0)->mutable_spark_post()->set_state(v1::SPARK_POST_STATE_AUTHORIZED);
  const std::string method = "sparkgate.v1.LibraryService/BatchAuthorizeCodes";
  const v1::BatchAuthorizeCodesResponse good = batch;
  server.Answer(method, {&good});
  auto* bad = batch.add_results();
  bad->set_hint("#bbbb");
  bad->mutable_error()->set_code(9);
  bad->mutable_error()->set_message("the code ended");
  server.Answer(method, {&batch});
  const std::vector<std::string> command = {
      "library", "batch-authorize-codes", "adAccounts/1", "--items.code",
      "#aaaa…",  "--items.code",          "#bbbb…"};
  EXPECT_EQ(Sparkctl(command), 0) << err;
  EXPECT_EQ(Sparkctl(command), 8);
  EXPECT_EQ(out,
            "HINT   SPARK POST                 ERROR\n"
            "#aaaa  adAccounts/1/sparkPosts/2\n"
            "#bbbb                             FAILED_PRECONDITION: the code ended\n");
}

TEST_F(AppTest, ARefusedFieldIsNamedAsItIsTyped) {
  UseProfile();
  google::rpc::Status wire;
  google::rpc::BadRequest bad;
  const auto violate = [&bad](const char* field, const char* description) {
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations()->rbegin()->set_description(description);
  };
  violate("app.redirect_uris", "is required");
  violate("app", "is strange");
  wire.add_details()->PackFrom(bad);
  server.Answer("sparkgate.v1.AppService/CreateApp", {},
                {grpc::StatusCode::INVALID_ARGUMENT,
                 "app.redirect_uris: is required; app: is strange", wire.SerializeAsString()});
  EXPECT_EQ(Sparkctl({"apps", "create", "--environment", "live"}), 2);
  EXPECT_THAT(err, HasSubstr("error: --redirect-uris: is required; app: is strange.\n"));
}

TEST_F(AppTest, AnUpdateOfNothingSaysWhatCanChange) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"workspaces", "update"}), 2);
  EXPECT_THAT(err, HasSubstr("nothing to change: give at least one of --display-name"));
  EXPECT_THAT(err, HasSubstr("--settings.alert-days"));
  EXPECT_THAT(err, Not(HasSubstr("--environment")));
}

TEST_F(AppTest, WhatStaysIsNotOfferedForChange) {
  EXPECT_EQ(Sparkctl({"workspaces", "update", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("--display-name"));
  EXPECT_THAT(out, Not(HasSubstr("--environment")));
  EXPECT_EQ(Sparkctl({"workspaces", "update", "--environment", "live"}), 2);
  EXPECT_THAT(err, HasSubstr("--environment can't be changed"));
  EXPECT_EQ(Sparkctl({"workspaces", "create", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("--environment"));
}

TEST_F(AppTest, AFlagWithoutItsWayIsGuessed) {
  EXPECT_EQ(Sparkctl({"workspaces", "update", "--alert-days", "3"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean '--settings.alert-days'?"));
}

TEST_F(AppTest, HelpSpeaksOfCommands) {
  EXPECT_EQ(Sparkctl({"operations", "wait", "--help"}), 0);
  EXPECT_THAT(out, Not(HasSubstr("WorkspaceService")));
  EXPECT_EQ(Sparkctl({"operations", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("see 'sparkctl workspaces --help'."));
}

TEST_F(AppTest, WhatDoesNotFitOrIsMissingIsSaidBeforeTheCall) {
  EXPECT_EQ(Sparkctl({"creators", "list"}), 2);
  EXPECT_THAT(err, HasSubstr("no workspace is known"));
  UseProfile();
  EXPECT_EQ(Sparkctl({"creators", "get-code"}), 2);
  EXPECT_THAT(err, HasSubstr("NAME is missing"));
  EXPECT_EQ(Sparkctl({"creators", "list-codes", "--limit", "1"}), 2);
  EXPECT_THAT(err, HasSubstr("--limit is for streams"));
  EXPECT_EQ(Sparkctl({"creators", "get-code", "a", "--all"}), 2);
  EXPECT_THAT(err, HasSubstr("--all is for lists"));
  for (const char* command : {"get-clock", "advance"}) {
    EXPECT_EQ(Sparkctl({"time", command, "-o", "name"}), 2);
    EXPECT_THAT(err, HasSubstr("has no name"));
  }
  for (const char* command : {"list", "watch"}) {
    EXPECT_EQ(Sparkctl({"events", command, "-o", "name"}), 2) << "events have numbers";
    EXPECT_THAT(err, HasSubstr("has no name"));
  }
}

TEST_F(AppTest, WhoeverSendsNoKeyHearsWhereOneComesFrom) {
  server.Answer("sparkgate.v1.CreatorService/ListCreators", {},
                {grpc::StatusCode::UNAUTHENTICATED, "this method needs an API key"});
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", server.address()}), 5);
  EXPECT_THAT(err, HasSubstr("No key was sent"));
  UseProfile();
  EXPECT_EQ(Sparkctl({"creators", "list"}), 5);
  EXPECT_THAT(err, Not(HasSubstr("No key was sent")));
}

TEST_F(AppTest, CompletionIsAnsweredByTheProgram) {
  EXPECT_EQ(Sparkctl({"__complete", "creators", "reveal"}), 0);
  EXPECT_THAT(out, HasSubstr("reveal-code\tReturns the code itself"));
}

}  // namespace
}  // namespace sparkgate::cli
