#include "rpc/status_proto.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <google/rpc/error_details.pb.h>

#include "base/error.h"

namespace sparkgate::rpc {
namespace {

constexpr std::string_view kDomain = "sparkgate";
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
  metadata[std::string(kWhoKey)] = std::string(ActorName(detail.who));
  if (details.Add(info)) return;
  metadata.clear();
  metadata[std::string(kWhoKey)] = std::string(ActorName(detail.who));
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

}  // namespace

google::rpc::Status ToProto(const absl::Status& status, const std::string& call_id) {
  google::rpc::Status encoded;
  if (status.ok()) return encoded;
  encoded.set_code(static_cast<int>(status.code()));
  encoded.set_message(
      HidesItsText(status.code())
          ? fmt::format("internal error; call {}", call_id)
          : CapMessage(std::string_view(status.message().data(), status.message().size())));
  const ErrorDetail detail = VisibleDetail(status, call_id);
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
  return encoded;
}

}  // namespace sparkgate::rpc
