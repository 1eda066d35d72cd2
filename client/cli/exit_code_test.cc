// What sparkctl ends with when a call, or what it was about, fails.
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include "client/cli/testing/sparkctl_test.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(SparkctlTest, AFailureShowsItsDetailsAndHasItsExitCode) {
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

TEST_F(SparkctlTest, NobodyThereIsExitCode6) {
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", "127.0.0.1:1"}), 6);
  EXPECT_EQ(err,
            "error: nothing answers at 127.0.0.1:1: is sparkgate-server running? See --address.\n");
  EXPECT_EQ(Sparkctl({"simulator", "world", "get", "w", "--simulator-address", "127.0.0.1:1"}), 6);
  EXPECT_THAT(err, HasSubstr("is sparkgate-simulator running? See --simulator-address."));
  EXPECT_EQ(Sparkctl({"events", "watch", "--workspace", "w", "--address", "127.0.0.1:1"}), 6);
  EXPECT_THAT(err, HasSubstr("nothing answers at"));
}

TEST_F(SparkctlTest, AServerThatSaysUnavailableAnswered) {
  UseProfile();
  server.Answer("sparkgate.v1.CreatorService/ListCreators", {},
                {grpc::StatusCode::UNAVAILABLE, "the simulator isn't there"});
  EXPECT_EQ(Sparkctl({"creators", "list"}), 6);
  EXPECT_THAT(err, HasSubstr("error: the simulator isn't there.\n"));
}

TEST_F(SparkctlTest, AnAnswerThatCouldNotBeWrittenIsAFailure) {
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

TEST_F(SparkctlTest, AnAnswerWithoutTheFieldThatWasAskedForIsAFailure) {
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

TEST_F(SparkctlTest, AnOperationThatFailedFailsWhoWaitsForIt) {
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

TEST_F(SparkctlTest, ABatchThatFailedInPartHasAnExitCodeOfItsOwn) {
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

}  // namespace
}  // namespace sparkgate::cli
