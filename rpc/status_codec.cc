#include "rpc/status_codec.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include "base/error.h"

namespace sparkgate::rpc {
namespace {

constexpr std::string_view kDomain = "sparkgate";
constexpr std::string_view kWho = "who";
constexpr std::string_view kCallId = "call_id";
// HTTP/2 peers accept 8 KiB of headers by default; details travel as base64 (a third more).
constexpr size_t kMaxMessageBytes = 1024;
constexpr size_t kMaxDetailsBytes = 4096;

// gRPC percent-encodes the message, so a byte outside of printable ASCII costs three.
size_t EncodedSize(char c) { return c >= ' ' && c <= '~' && c != '%' ? 1 : 3; }

std::string CapMessage(std::string_view message) {
  size_t encoded = 0;
  size_t end = 0;
  while (end < message.size() && encoded + EncodedSize(message[end]) <= kMaxMessageBytes) {
    encoded += EncodedSize(message[end++]);
  }
  // Not in the middle of a UTF-8 character.
  while (end > 0 && end < message.size() &&
         (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(message.substr(0, end));
}

// Adds details while they fit, most important first.
class DetailsBuilder {
 public:
  explicit DetailsBuilder(google::rpc::Status& status) : status_(status) {}

  bool Add(const google::protobuf::Message& detail) {
    status_.add_details()->PackFrom(detail);
    if (status_.ByteSizeLong() <= kMaxDetailsBytes) return true;
    status_.mutable_details()->RemoveLast();
    return false;
  }

 private:
  google::rpc::Status& status_;
};

bool HidesItsText(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown;
}

// What the caller may see: of an inner failure only its name and the call to ask about.
ErrorDetail VisibleDetail(const absl::Status& status, const std::string& call_id) {
  ErrorDetail detail = DetailOf(status);
  if (!HidesItsText(status.code())) return detail;
  return {.reason = detail.reason,
          .who = detail.who,
          .retry_after = detail.retry_after,
          .metadata = {{std::string(kCallId), call_id}}};
}

void AddReason(const ErrorDetail& detail, DetailsBuilder& details) {
  google::rpc::ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(std::string(kDomain));
  auto& metadata = *info.mutable_metadata();
  metadata.insert(detail.metadata.begin(), detail.metadata.end());
  metadata[std::string(kWho)] = std::string(ActorName(detail.who));
  if (details.Add(info)) return;
  metadata.clear();
  metadata[std::string(kWho)] = std::string(ActorName(detail.who));
  details.Add(info);
}

void AddViolations(const std::vector<FieldViolation>& fields, DetailsBuilder& details) {
  google::rpc::BadRequest bad_request;
  for (const FieldViolation& field : fields) {
    auto& violation = *bad_request.add_field_violations();
    violation.set_field(field.field);
    violation.set_description(field.description);
  }
  while (bad_request.field_violations_size() > 0 && !details.Add(bad_request)) {
    bad_request.mutable_field_violations()->RemoveLast();
  }
}

void AddRetry(absl::Duration after, DetailsBuilder& details) {
  const absl::Duration delay = std::clamp(after, absl::ZeroDuration(), absl::Hours(24 * 365));
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay % absl::Seconds(1))));
  details.Add(retry);
}

std::string EncodeDetails(absl::StatusCode code, const std::string& message,
                          const ErrorDetail& detail) {
  google::rpc::Status encoded;
  encoded.set_code(static_cast<int>(code));
  encoded.set_message(message);
  DetailsBuilder details(encoded);
  AddReason(detail, details);
  if (detail.retry_after) AddRetry(*detail.retry_after, details);
  if (!detail.resource_type.empty() || !detail.resource_name.empty()) {
    google::rpc::ResourceInfo resource;
    resource.set_resource_type(detail.resource_type);
    resource.set_resource_name(detail.resource_name);
    details.Add(resource);
  }
  AddViolations(detail.fields, details);
  return encoded.SerializeAsString();
}

Actor ActorFromName(std::string_view name) {
  for (Actor actor : {Actor::kCaller, Actor::kCreator, Actor::kAdvertiser, Actor::kOperator}) {
    if (ActorName(actor) == name) return actor;
  }
  return Actor::kNobody;
}

void ReadInfo(const google::rpc::ErrorInfo& info, ErrorDetail& detail) {
  detail.reason = info.reason();
  for (const auto& [name, value] : info.metadata()) {
    if (name == kWho) {
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
  const std::string message =
      HidesItsText(status.code())
          ? fmt::format("internal error; call {}", call_id)
          : CapMessage(std::string_view(status.message().data(), status.message().size()));
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message,
                      EncodeDetails(status.code(), message, VisibleDetail(status, call_id)));
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
