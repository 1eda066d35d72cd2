// Commands that are wrong: said before a call where that is possible, in the words that were typed.
#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "client/cli/testing/sparkctl_test.h"
#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(SparkctlTest, AnUnknownWordIsAUsageErrorWithAGuess) {
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

TEST_F(SparkctlTest, AFieldThatTheAnswerLacksIsRefusedBeforeTheCall) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"creators", "generate-code", "creators/c/posts/1", "--get", "cod"}), 2);
  EXPECT_EQ(server.LastRequest<v1::GenerateCodeRequest>("sparkgate.v1.CreatorService/GenerateCode")
                .post(),
            "");
}

TEST_F(SparkctlTest, ARefusedFieldIsNamedAsItIsTyped) {
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

TEST_F(SparkctlTest, AnUpdateOfNothingSaysWhatCanChange) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"workspaces", "update"}), 2);
  EXPECT_THAT(err, HasSubstr("nothing to change: give at least one of --display-name"));
  EXPECT_THAT(err, HasSubstr("--settings.alert-days"));
  EXPECT_THAT(err, Not(HasSubstr("--environment")));
}

TEST_F(SparkctlTest, WhatStaysIsNotOfferedForChange) {
  EXPECT_EQ(Sparkctl({"workspaces", "update", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("--display-name"));
  EXPECT_THAT(out, Not(HasSubstr("--environment")));
  EXPECT_EQ(Sparkctl({"workspaces", "update", "--environment", "live"}), 2);
  EXPECT_THAT(err, HasSubstr("--environment can't be changed"));
  EXPECT_EQ(Sparkctl({"workspaces", "create", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("--environment"));
}

TEST_F(SparkctlTest, AnUpdateRequiresNothingOfWhatItMayChange) {
  EXPECT_EQ(Sparkctl({"ads", "create-campaign", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("Required."));
  EXPECT_EQ(Sparkctl({"ads", "update-campaign", "--help"}), 0);
  EXPECT_THAT(out, HasSubstr("--display-name"));
  EXPECT_THAT(out, Not(HasSubstr("Required.")));
  EXPECT_THAT(out, HasSubstr("Default: what the"));
}

TEST_F(SparkctlTest, AFlagWithoutItsWayIsGuessed) {
  EXPECT_EQ(Sparkctl({"workspaces", "update", "--alert-days", "3"}), 2);
  EXPECT_THAT(err, HasSubstr("did you mean '--settings.alert-days'?"));
}

TEST_F(SparkctlTest, WhatDoesNotFitOrIsMissingIsSaidBeforeTheCall) {
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

TEST_F(SparkctlTest, WhoeverSendsNoKeyHearsWhereOneComesFrom) {
  server.Answer("sparkgate.v1.CreatorService/ListCreators", {},
                {grpc::StatusCode::UNAUTHENTICATED, "this method needs an API key"});
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", server.address()}), 5);
  EXPECT_THAT(err, HasSubstr("No key was sent"));
  UseProfile();
  EXPECT_EQ(Sparkctl({"creators", "list"}), 5);
  EXPECT_THAT(err, Not(HasSubstr("No key was sent")));
}

}  // namespace
}  // namespace sparkgate::cli
