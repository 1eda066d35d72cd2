#include "base/error.h"

#include <memory>

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(ErrorTest, DetailSurvivesTheRide) {
  ErrorDetail detail;
  detail.reason = "CODE_EXPIRED";
  detail.who = Actor::kCreator;
  detail.fields = {{"draft.schedule.end_time", "is after the code's end"},
                   {"a[1]", "\"quoted\"\n"}};
  detail.retry_after = absl::Milliseconds(1500);
  detail.resource_type = "sparkgate/Code";
  detail.resource_name = "workspaces/w/codes/c";
  detail.metadata = {{"end", "2026-01-01"}, {"bytes", std::string("\xff\0z", 3)}};
  const absl::Status status = Error(absl::StatusCode::kFailedPrecondition, "It has ended.", detail);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "It has ended.");
  EXPECT_EQ(DetailOf(status), detail);
  EXPECT_EQ(ReasonOf(absl::Status(status)), "CODE_EXPIRED");
}

TEST(ErrorTest, AnEmptyDetailStaysEmpty) {
  const absl::Status status = Error(absl::StatusCode::kAborted, "", {.reason = "X"});
  EXPECT_EQ(DetailOf(status), ErrorDetail{.reason = "X"});
}

TEST(ErrorTest, ForeignStatusesGetAReasonFromTheirCode) {
  EXPECT_EQ(DetailOf(absl::UnavailableError("x")),
            (ErrorDetail{.reason = "UNAVAILABLE", .who = Actor::kNobody}));
  EXPECT_EQ(DetailOf(absl::InternalError("x")),
            (ErrorDetail{.reason = "INTERNAL", .who = Actor::kOperator}));
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
}

TEST(ErrorTest, NamesEveryActor) {
  EXPECT_EQ(ActorName(Actor::kCaller), "CALLER");
  EXPECT_EQ(ActorName(Actor::kCreator), "CREATOR");
  EXPECT_EQ(ActorName(Actor::kAdvertiser), "ADVERTISER");
  EXPECT_EQ(ActorName(Actor::kOperator), "OPERATOR");
  EXPECT_EQ(ActorName(Actor::kNobody), "NOBODY");
}

TEST(ErrorTest, InvalidFieldsNamesThemAll) {
  const absl::Status status = InvalidFields({{"a", "is empty"}, {"b", "is too long"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "a: is empty; b: is too long");
  EXPECT_EQ(DetailOf(status).fields.size(), 2u);
  EXPECT_EQ(ReasonOf(InvalidField("a", "is empty")), "INVALID_FIELD");
}

TEST(ErrorTest, ResourceNotFoundNamesIt) {
  const absl::Status status = ResourceNotFound("sparkgate/Code", "workspaces/w/codes/c");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "workspaces/w/codes/c not found");
  EXPECT_EQ(DetailOf(status).resource_type, "sparkgate/Code");
  EXPECT_EQ(ReasonOf(status), "RESOURCE_NOT_FOUND");
}

absl::StatusOr<std::unique_ptr<int>> Make(bool works) {
  if (!works) return absl::AbortedError("no");
  return std::make_unique<int>(7);
}

absl::StatusOr<int> Twice(bool first, bool second) {
  SG_ASSIGN_OR_RETURN(auto a, Make(first));
  SG_ASSIGN_OR_RETURN(auto b, Make(second));
  SG_RETURN_IF_ERROR(absl::OkStatus());
  return *a + *b;
}

TEST(ErrorTest, MacrosReturnTheFirstError) {
  EXPECT_EQ(*Twice(true, true), 14);
  EXPECT_FALSE(Twice(true, false).ok());
  EXPECT_FALSE(Twice(false, true).ok());
}

}  // namespace
}  // namespace sparkgate
