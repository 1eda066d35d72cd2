#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include "client/cli/render/error.h"
#include "client/cli/render/format.h"
#include "client/cli/render/json.h"
#include "client/cli/render/message.h"
#include "client/cli/render/select.h"
#include "client/cli/render/table.h"
#include "client/cpp/error.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "sparkgate/v1/creator_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "sparkgate/v1/time_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;

v1::ListCodesResponse TwoCodes() {
  v1::ListCodesResponse page;
  auto* code = page.add_codes();
  code->set_name("workspaces/w/codes/a");
  code->set_state(v1::CODE_STATE_IN_USE);
  code->set_duration_days(30);
  code->mutable_end_time()->set_seconds(1'767'225'600);
  code = page.add_codes();
  code->set_name("workspaces/other/codes/b");
  code->set_state(v1::CODE_STATE_EXPIRED);
  code->set_duration_days(365);
  return page;
}

TEST(RenderTest, AListIsATableOfWhatIsNotBlank) {
  EXPECT_EQ(RenderMessage(TwoCodes(), {.workspace = "w"}),
            "NAME                      STATE    END TIME                 DURATION DAYS\n"
            "codes/a                   IN_USE   2026-01-01 00:00:00 UTC             30\n"
            "workspaces/other/codes/b  EXPIRED                                     365\n");
}

TEST(RenderTest, ANarrowTerminalLosesColumnsFromTheRight) {
  EXPECT_EQ(RenderMessage(TwoCodes(), {.workspace = "w", .width = 40}),
            "NAME                      STATE\n"
            "codes/a                   IN_USE\n"
            "workspaces/other/codes/b  EXPIRED\n");
}

TEST(RenderTest, TheWidestCellsAreCutFirst) {
  Table table({{.title = "A"}, {.title = "B"}, {.title = "N", .right = true}});
  table.Add({"a", std::string(40, 'b'), "7"});
  EXPECT_EQ(table.Render(0, 0),
            "A  B                                         N\n"
            "a  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  7\n");
  EXPECT_EQ(table.Render(0, 36),
            "A  B                               N\n"
            "a  bbbbbbbbbbbbbbbbbbbbbbbbbbbbb…  7\n");
  EXPECT_EQ(table.Render(0, 20), "A\na\n");
}

TEST(RenderTest, AnEmptyListSaysSo) {
  EXPECT_EQ(RenderMessage(v1::ListCodesResponse(), {}), "No codes.\n");
}

TEST(RenderTest, AResourceIsLabelledLinesWithBlocksBelow) {
  v1::Ad ad;
  ad.set_name("workspaces/w/ads/1");
  ad.set_stage(v1::STAGE_LIVE);
  ad.mutable_review()->set_state(v1::REVIEW_STATE_IN_REVIEW);
  ad.mutable_delivery()->set_state(v1::DELIVERY_STATE_NOT_DELIVERING);
  ad.mutable_delivery()->add_reasons(v1::NOT_DELIVERING_REASON_IN_REVIEW);
  EXPECT_EQ(RenderMessage(ad, {.workspace = "w"}),
            "name       ads/1\n"
            "dark post  no\n"
            "stage      LIVE\n"
            "adopted    no\n"
            "review\n"
            "  state                IN_REVIEW\n"
            "  rereview             no\n"
            "  old version running  no\n"
            "delivery\n"
            "  state    NOT_DELIVERING\n"
            "  reasons  IN_REVIEW\n");
}

TEST(RenderTest, MoneyIsShownInUnits) {
  v1::Campaign campaign;
  campaign.set_budget_micros(50'000'000);
  EXPECT_EQ(RenderMessage(campaign, {}), "budget   50.00\nadopted  no\n");
  campaign.set_budget_micros(-1'234'500);
  EXPECT_EQ(RenderMessage(campaign, {}), "budget   -1.2345\nadopted  no\n");
}

TEST(RenderTest, MoneyHasItsCurrencyWhereTheMessageKnowsIt) {
  v1::AdAccount account;
  account.set_currency("EUR");
  account.set_balance_micros(7'000'005);
  EXPECT_EQ(RenderMessage(account, {}), "currency  EUR\nbalance   7.000005 EUR\n");
  account.set_balance_micros(0);
  EXPECT_EQ(RenderMessage(account, {}), "currency  EUR\n");
}

TEST(RenderTest, ABudgetWithoutEndIsNotZero) {
  v1::ListCampaignsResponse page;
  page.add_campaigns()->set_name("a");
  page.mutable_campaigns(0)->set_budget_mode(v1::BUDGET_MODE_INFINITE);
  page.add_campaigns()->set_name("b");
  page.mutable_campaigns(1)->set_budget_mode(v1::BUDGET_MODE_DAY);
  page.mutable_campaigns(1)->set_budget_micros(50'000'000);
  EXPECT_EQ(RenderMessage(page, {}),
            "NAME  BUDGET MODE    BUDGET\n"
            "a     INFINITE     infinite\n"
            "b     DAY             50.00\n");
}

TEST(RenderTest, PartsOfAMessageAreATableInIt) {
  v1::Operation operation;
  operation.set_kind("campaign.publish");
  auto* item = operation.add_items();
  item->set_resource("ads/1");
  item->set_kind("ad.create");
  item->set_state(v1::OPERATION_STATE_FAILED);
  item->mutable_error()->set_code(9);
  item->mutable_error()->set_message("the code ended");
  EXPECT_EQ(RenderMessage(operation, {}),
            "kind  campaign.publish\n"
            "items\n"
            "  RESOURCE  KIND       STATE   ERROR\n"
            "  ads/1     ad.create  FAILED  FAILED_PRECONDITION: the code ended\n");
}

TEST(RenderTest, NothingIsDone) {
  EXPECT_EQ(RenderMessage(google::protobuf::Empty(), {}), "Done.\n");
}

TEST(RenderTest, AStreamedMessageIsOneLineAndAHeartbeatNone) {
  v1::WatchEventsResponse response;
  response.set_resume_after(7);
  EXPECT_EQ(RenderLine(response, {}), "");
  response.mutable_event()->set_number(7);
  response.mutable_event()->set_type("ad.approved");
  response.mutable_event()->set_resource("workspaces/w/ads/1");
  (*response.mutable_event()->mutable_attributes())["b"] = "2";
  (*response.mutable_event()->mutable_attributes())["a"] = "1";
  EXPECT_EQ(RenderLine(response, {.workspace = "w"}), "number=7  ad.approved  ads/1  a=1, b=2");
  v1::AdvanceResponse advance;
  advance.mutable_now()->set_seconds(1'767'225'600);
  advance.set_ticks(3);
  EXPECT_TRUE(IsProgress(advance));
  EXPECT_EQ(RenderLine(advance, {}), "2026-01-01 00:00:00 UTC  ticks=3");
  advance.set_finished(true);
  EXPECT_FALSE(IsProgress(advance));
}

TEST(RenderTest, NothingInATextSteersTheTerminal) {
  EXPECT_EQ(Printable("a\x1b[31m\nb\x7f"), "a\\x1b[31m\\nb\\x7f");
  EXPECT_EQ(Printable("caf\xc3\xa9 \xff"), "caf\xc3\xa9 ?");
  EXPECT_EQ(Printable("\xe2\x80\xae"), "\\x202e");  // turns the direction of writing
}

TEST(RenderTest, WidthsAreThoseOfTheTerminal) {
  EXPECT_EQ(DisplayWidth("caf\xc3\xa9"), 4u);
  EXPECT_EQ(DisplayWidth("日本"), 4u);
  EXPECT_EQ(Truncate("日本語", 4), "日…");
  EXPECT_EQ(Truncate("abc", 3), "abc");
}

TEST(RenderTest, JsonHasEveryFieldAndStreamsOneLine) {
  v1::CheckPublishResponse response;
  EXPECT_EQ(ToJson(response, false), "{\"publishable\":false,\"problems\":[]}\n");
  EXPECT_THAT(ToJson(response, true), HasSubstr("\n \"publishable\": false"));
}

TEST(RenderTest, OneFieldCanBeTaken) {
  v1::Ad ad;
  ad.set_name("workspaces/w/ads/1");
  ad.mutable_review()->set_state(v1::REVIEW_STATE_IN_REVIEW);
  ad.mutable_create_time()->set_seconds(1'767'225'600);
  EXPECT_EQ(Select(ad, "name"), "workspaces/w/ads/1\n");
  EXPECT_EQ(Select(ad, "review.state"), "IN_REVIEW\n");
  EXPECT_EQ(Select(ad, "create-time"), "2026-01-01T00:00:00+00:00\n");
  EXPECT_EQ(Select(ad, "dark_post"), "false\n");
  EXPECT_EQ(Select(ad, "delivery.state"), "");
  EXPECT_EQ(Select(TwoCodes(), "codes.1.name"), "workspaces/other/codes/b\n");
  EXPECT_EQ(Select(TwoCodes(), "name"), "workspaces/w/codes/a\nworkspaces/other/codes/b\n");
  v1::Event event;
  (*event.mutable_attributes())["days"] = "7";
  EXPECT_EQ(Select(event, "attributes.days"), "7\n");
}

TEST(RenderTest, AFieldThatIsNotThereIsFoundOutBeforeTheCall) {
  EXPECT_TRUE(CheckSelector(v1::Ad::descriptor(), "review.state").ok());
  EXPECT_TRUE(CheckSelector(v1::ListCodesResponse::descriptor(), "0.name").ok());
  EXPECT_TRUE(CheckSelector(v1::ListCodesResponse::descriptor(), "codes.0.name").ok());
  EXPECT_TRUE(CheckSelector(v1::Event::descriptor(), "attributes.days").ok());
  EXPECT_THAT(CheckSelector(v1::Ad::descriptor(), "revue.state").ToString(), HasSubstr("review"));
  EXPECT_FALSE(CheckSelector(v1::Ad::descriptor(), "name.first").ok());
}

TEST(RenderTest, TheNameOfWhatWasMadeCanBeTaken) {
  v1::CreateWorkspaceResponse wrapped;
  wrapped.mutable_workspace()->set_name("workspaces/w");
  EXPECT_EQ(SelectName(wrapped), "workspaces/w\n");
  EXPECT_EQ(SelectName(TwoCodes()), "workspaces/w/codes/a\nworkspaces/other/codes/b\n");
  v1::BatchAuthorizeCodesResponse batch;
  batch.add_results()->mutable_spark_post()->set_name("workspaces/w/adAccounts/1/sparkPosts/2");
  batch.add_results()->mutable_error()->set_code(9);
  EXPECT_EQ(SelectName(batch), "workspaces/w/adAccounts/1/sparkPosts/2\n");
  EXPECT_EQ(NameSelector(v1::ListEventsResponse::descriptor()), "");
  EXPECT_EQ(SelectName(google::protobuf::Empty()), "");
}

grpc::Status WireError() {
  google::rpc::Status wire;
  google::rpc::ErrorInfo info;
  info.set_reason("OUTCOME_UNKNOWN");
  (*info.mutable_metadata())["who"] = "NOBODY";
  (*info.mutable_metadata())["operation"] = "workspaces/w/operations/o";
  wire.add_details()->PackFrom(info);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  wire.add_details()->PackFrom(retry);
  return {grpc::StatusCode::UNAVAILABLE, "the answer was lost", wire.SerializeAsString()};
}

TEST(RenderTest, AnErrorSaysWhyWhoActsAndHowToRepeatIt) {
  EXPECT_EQ(RenderError(client::FromGrpc(WireError()), "r1", "c1"),
            "error: the answer was lost.\n"
            "  reason      OUTCOME_UNKNOWN\n"
            "  who acts    nobody: try again\n"
            "  operation   workspaces/w/operations/o\n"
            "  retry in    2s\n"
            "  request id  r1 (repeat with --request-id to do it once only)\n"
            "  call id     c1\n");
}

TEST(RenderTest, ARefusalIsNotWorthRepeatingAndSaysNothingTwice) {
  google::rpc::Status wire;
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("days");
  bad.mutable_field_violations(0)->set_description("must be 7");
  wire.add_details()->PackFrom(bad);
  const absl::Status status = client::FromGrpc(
      {grpc::StatusCode::INVALID_ARGUMENT, "days: must be 7", wire.SerializeAsString()});
  EXPECT_EQ(RenderError(status, "r1", "c1"),
            "error: days: must be 7.\n"
            "  reason   INVALID_ARGUMENT\n"
            "  call id  c1\n");
}

TEST(RenderTest, WhatTheSentenceSaysOfAFieldIsNotRepeated) {
  google::rpc::Status wire;
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("days");
  bad.mutable_field_violations(0)->set_description("The days must be 7");
  wire.add_details()->PackFrom(bad);
  const absl::Status status = client::FromGrpc(
      {grpc::StatusCode::INVALID_ARGUMENT, "The days must be 7.", wire.SerializeAsString()});
  EXPECT_EQ(RenderError(status, "", "c1"),
            "error: The days must be 7.\n"
            "  reason   INVALID_ARGUMENT\n"
            "  field    days\n"
            "  call id  c1\n");
}

TEST(RenderTest, AMistakeInTheCommandIsOneSentence) {
  EXPECT_EQ(RenderError(absl::InvalidArgumentError("there is no command 'x'"), "", ""),
            "error: there is no command 'x'.\n");
}

TEST(RenderTest, ExitCodesFollowTheKindOfFailure) {
  using absl::StatusCode;
  const std::vector<std::pair<StatusCode, int>> expected = {
      {StatusCode::kOk, 0},
      {StatusCode::kInternal, 1},
      {StatusCode::kUnimplemented, 1},
      {StatusCode::kInvalidArgument, 2},
      {StatusCode::kNotFound, 3},
      {StatusCode::kFailedPrecondition, 4},
      {StatusCode::kAlreadyExists, 4},
      {StatusCode::kAborted, 4},
      {StatusCode::kPermissionDenied, 5},
      {StatusCode::kUnauthenticated, 5},
      {StatusCode::kUnavailable, 6},
      {StatusCode::kDeadlineExceeded, 6},
      {StatusCode::kResourceExhausted, 7},
  };
  for (const auto& [code, exit] : expected) {
    EXPECT_EQ(ExitCodeOf(absl::Status(code, "x")), exit) << absl::StatusCodeToString(code);
  }
}

}  // namespace
}  // namespace sparkgate::cli
