#include "client/cpp/error.h"

#include <absl/strings/cord.h>
#include <google/protobuf/any.pb.h>
#include <google/rpc/error_details.pb.h>

namespace sparkgate::client {
namespace {

constexpr char kPayload[] = "type.googleapis.com/google.rpc.Status";

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

// Reads one detail of type `Detail`, if `any` holds one.
template <class Detail, class Read>
void ReadAs(const google::protobuf::Any& any, Read read) {
  Detail detail;
  if (any.Is<Detail>() && any.UnpackTo(&detail)) read(detail);
}

void ReadDetail(const google::protobuf::Any& any, ErrorDetails& out) {
  ReadAs<google::rpc::ErrorInfo>(any, [&](const auto& info) {
    out.reason = info.reason();
    for (const auto& [key, value] : info.metadata()) {
      if (key == "who") {
        out.who = value;
      } else {
        out.metadata[key] = value;
      }
    }
  });
  ReadAs<google::rpc::BadRequest>(any, [&](const auto& bad) {
    for (const auto& violation : bad.field_violations()) {
      out.fields.push_back({violation.field(), violation.description()});
    }
  });
  ReadAs<google::rpc::RetryInfo>(
      any, [&](const auto& retry) { out.retry_after = ToDuration(retry.retry_delay()); });
  ReadAs<google::rpc::ResourceInfo>(any, [&](const auto& resource) {
    out.resource_type = resource.resource_type();
    out.resource_name = resource.resource_name();
  });
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  // The two enums have the same numbers.
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  if (!status.error_details().empty()) {
    result.SetPayload(kPayload, absl::Cord(status.error_details()));
  }
  return result;
}

ErrorDetails DetailsOf(const google::rpc::Status& status) {
  ErrorDetails details;
  for (const google::protobuf::Any& any : status.details()) ReadDetail(any, details);
  if (details.reason.empty() && status.code() != 0) {
    details.reason = absl::StatusCodeToString(static_cast<absl::StatusCode>(status.code()));
  }
  return details;
}

ErrorDetails DetailsOf(const absl::Status& status) {
  google::rpc::Status wire;
  if (const auto payload = status.GetPayload(kPayload); payload.has_value()) {
    // Not ours if it can't be read: then the code alone speaks.
    if (!wire.ParseFromString(std::string(*payload))) wire.Clear();
  }
  wire.set_code(static_cast<int>(status.code()));
  return DetailsOf(wire);
}

}  // namespace sparkgate::client
