#include "client/cpp/error.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

namespace sparkgate::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

grpc::Status Wire(grpc::StatusCode code, const google::rpc::Status& details) {
  return {code, "a sentence", details.SerializeAsString()};
}

TEST(ErrorTest, OkStaysOk) { EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok()); }

TEST(ErrorTest, ReadsEveryDetailThatTheServerSends) {
  google::rpc::Status wire;
  google::rpc::ErrorInfo info;
  info.set_reason("CODE_EXPIRED");
  info.set_domain("sparkgate");
  (*info.mutable_metadata())["who"] = "CREATOR";
  (*info.mutable_metadata())["operation"] = "workspaces/w/operations/o";
  wire.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("code");
  violation->set_description("is too short");
  wire.add_details()->PackFrom(bad);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(500'000'000);
  wire.add_details()->PackFrom(retry);
  google::rpc::ResourceInfo resource;
  resource.set_resource_type("sparkgate/Code");
  resource.set_resource_name("workspaces/w/codes/c");
  wire.add_details()->PackFrom(resource);

  const absl::Status status = FromGrpc(Wire(grpc::StatusCode::FAILED_PRECONDITION, wire));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "a sentence");
  const ErrorDetails details = DetailsOf(status);
  EXPECT_EQ(details.reason, "CODE_EXPIRED");
  EXPECT_EQ(details.who, "CREATOR");
  EXPECT_THAT(details.metadata, ElementsAre(Pair("operation", "workspaces/w/operations/o")));
  ASSERT_EQ(details.fields.size(), 1u);
  EXPECT_EQ(details.fields[0].field, "code");
  EXPECT_EQ(details.fields[0].description, "is too short");
  EXPECT_EQ(details.retry_after, absl::Milliseconds(2500));
  EXPECT_EQ(details.resource_type, "sparkgate/Code");
  EXPECT_EQ(details.resource_name, "workspaces/w/codes/c");
}

TEST(ErrorTest, AnErrorWithoutDetailsHasItsCodeAsReason) {
  const ErrorDetails details =
      DetailsOf(FromGrpc({grpc::StatusCode::UNAVAILABLE, "connection refused"}));
  EXPECT_EQ(details.reason, "UNAVAILABLE");
  EXPECT_EQ(details.who, "");
  EXPECT_THAT(details.fields, IsEmpty());
  EXPECT_FALSE(details.retry_after.has_value());
}

TEST(ErrorTest, DetailsThatAreNotOursAreIgnored) {
  const ErrorDetails details =
      DetailsOf(FromGrpc({grpc::StatusCode::NOT_FOUND, "none", "\xff\xff not a message"}));
  EXPECT_EQ(details.reason, "NOT_FOUND");
}

TEST(ErrorTest, AnErrorInsideAMessageIsReadAlike) {
  google::rpc::Status wire;
  wire.set_code(5);
  EXPECT_EQ(DetailsOf(wire).reason, "NOT_FOUND");
  google::rpc::ErrorInfo info;
  info.set_reason("CODE_NOT_FOUND");
  wire.add_details()->PackFrom(info);
  EXPECT_EQ(DetailsOf(wire).reason, "CODE_NOT_FOUND");
}

}  // namespace
}  // namespace sparkgate::client
