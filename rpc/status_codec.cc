#include "rpc/status_codec.h"

#include <string>
#include <string_view>
#include <utility>

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include "base/error.h"
#include "rpc/status_proto.h"

namespace sparkgate::rpc {
namespace {

Actor ActorFromName(std::string_view name) {
  for (Actor actor : {Actor::kCaller, Actor::kCreator, Actor::kAdvertiser, Actor::kOperator}) {
    if (ActorName(actor) == name) return actor;
  }
  return Actor::kNobody;
}

void ReadInfo(const google::rpc::ErrorInfo& info, ErrorDetail& detail) {
  detail.reason = info.reason();
  for (const auto& [name, value] : info.metadata()) {
    if (name == kWhoKey) {
      detail.who = ActorFromName(value);
    } else {
      detail.metadata.emplace(name, value);
    }
  }
}

ErrorDetail DecodeDetails(const google::rpc::Status& encoded) {
  ErrorDetail detail;
  google::rpc::ErrorInfo info;
  google::rpc::RetryInfo retry;
  google::rpc::ResourceInfo resource;
  google::rpc::BadRequest bad_request;
  for (const auto& any : encoded.details()) {
    if (any.UnpackTo(&info)) {
      ReadInfo(info, detail);
    } else if (any.UnpackTo(&retry)) {
      detail.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                           absl::Nanoseconds(retry.retry_delay().nanos());
    } else if (any.UnpackTo(&resource)) {
      detail.resource_type = resource.resource_type();
      detail.resource_name = resource.resource_name();
    } else if (any.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        detail.fields.push_back({violation.field(), violation.description()});
      }
    }
  }
  return detail;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status, const std::string& call_id) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status encoded = ToProto(status, call_id);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), encoded.message(),
                      encoded.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status encoded;
  if (status.error_details().empty() || !encoded.ParseFromString(status.error_details())) {
    return absl::Status(code, status.error_message());
  }
  ErrorDetail detail = DecodeDetails(encoded);
  if (detail.reason.empty()) return absl::Status(code, status.error_message());
  return Error(code, status.error_message(), std::move(detail));
}

}  // namespace sparkgate::rpc
