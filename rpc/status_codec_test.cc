#include "rpc/status_codec.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::rpc {
namespace {

ErrorDetail FullDetail() {
  return {.reason = "CODE_EXPIRED",
          .who = Actor::kCreator,
          .fields = {{"draft.end_time", "must be later"}, {"code", "has ended"}},
          .retry_after = absl::Milliseconds(1500),
          .resource_type = "sparkgate/Code",
          .resource_name = "workspaces/w/codes/c",
          .metadata = {{"days", "30"}, {"state", "EXPIRED"}}};
}

TEST(StatusCodec, OkStaysOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus(), "id").ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(StatusCodec, EveryDetailSurvivesTheRoundTrip) {
  const absl::Status before =
      Error(absl::StatusCode::kFailedPrecondition, "The code has ended: 100 % über.", FullDetail());
  const grpc::Status wire = ToGrpc(before, "id");
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  const absl::Status after = FromGrpc(wire);
  EXPECT_EQ(after.code(), before.code());
  EXPECT_EQ(after.message(), before.message());
  EXPECT_EQ(DetailOf(after), DetailOf(before));
}

TEST(StatusCodec, APlainStatusGetsTheReasonOfItsCode) {
  const absl::Status after = FromGrpc(ToGrpc(absl::NotFoundError("no such thing"), "id"));
  EXPECT_EQ(after.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(after), "NOT_FOUND");
}

TEST(StatusCodec, InternalTextNeverLeaves) {
  for (const auto code : {absl::StatusCode::kInternal, absl::StatusCode::kUnknown}) {
    ErrorDetail detail = FullDetail();
    detail.fields.clear();
    const grpc::Status wire = ToGrpc(Error(code, "secret path /var/x", detail), "call-7");
    EXPECT_EQ(wire.error_message(), "internal error; call call-7");
    EXPECT_EQ(wire.error_details().find("secret"), std::string::npos);
    EXPECT_EQ(wire.error_details().find("EXPIRED\""), std::string::npos);
    EXPECT_EQ(DetailOf(FromGrpc(wire)).metadata,
              (std::map<std::string, std::string>{{"call_id", "call-7"}}));
  }
}

TEST(StatusCodec, LongMessagesAreCutBetweenCharacters) {
  const grpc::Status ascii = ToGrpc(absl::NotFoundError(std::string(5000, 'x')), "id");
  EXPECT_EQ(ascii.error_message().size(), 1024u);
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "ü";
  const grpc::Status umlauts = ToGrpc(absl::NotFoundError("x" + text), "id");
  EXPECT_LE(umlauts.error_message().size(), 342u);  // percent-encoded: three bytes for each
  EXPECT_EQ(umlauts.error_message().size() % 2, 1u);
}

TEST(StatusCodec, ManyViolationsAreCutToFit) {
  std::vector<FieldViolation> fields;
  for (int i = 0; i < 200; ++i)
    fields.push_back({"field" + std::to_string(i), std::string(50, 'd')});
  const grpc::Status wire = ToGrpc(InvalidFields(fields), "id");
  EXPECT_LE(wire.error_details().size(), 4096u);
  const ErrorDetail detail = DetailOf(FromGrpc(wire));
  EXPECT_EQ(detail.reason, ReasonOf(InvalidFields(fields)));
  EXPECT_GT(detail.fields.size(), 20u);
  EXPECT_EQ(detail.fields[0].field, "field0");
}

TEST(StatusCodec, HugeMetadataGoesBeforeTheReason) {
  ErrorDetail detail = FullDetail();
  detail.metadata["huge"] = std::string(5000, 'm');
  const grpc::Status wire = ToGrpc(Error(absl::StatusCode::kAborted, "no", detail), "id");
  EXPECT_LE(wire.error_details().size(), 4096u);
  const ErrorDetail after = DetailOf(FromGrpc(wire));
  EXPECT_EQ(after.reason, "CODE_EXPIRED");
  EXPECT_EQ(after.who, Actor::kCreator);
  EXPECT_TRUE(after.metadata.empty());
  EXPECT_EQ(after.fields, FullDetail().fields);
}

TEST(StatusCodec, ForeignAndBrokenDetailsAreTolerated) {
  const absl::Status broken =
      FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone", "\xff\xff not a proto"));
  EXPECT_EQ(broken.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(broken.message(), "gone");
  const absl::Status plain = FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone"));
  EXPECT_EQ(ReasonOf(plain), "UNAVAILABLE");
}

}  // namespace
}  // namespace sparkgate::rpc
