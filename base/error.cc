#include "base/error.h"

#include <utility>

#include <absl/strings/cord.h>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace sparkgate {
namespace {

namespace json = boost::json;

// Never leaves the process: rpc/status_codec has its own form for the wire.
constexpr char kDetailUrl[] = "sparkgate.internal/ErrorDetail";

std::string Encode(const ErrorDetail& detail) {
  json::object out;
  out["reason"] = detail.reason;
  out["who"] = static_cast<int>(detail.who);
  if (!detail.fields.empty()) {
    json::array& fields = out["fields"].emplace_array();
    for (const FieldViolation& violation : detail.fields) {
      fields.push_back(json::array{violation.field, violation.description});
    }
  }
  if (detail.retry_after.has_value()) {
    out["retry_after_ns"] = absl::ToInt64Nanoseconds(*detail.retry_after);
  }
  if (!detail.resource_type.empty()) out["resource_type"] = detail.resource_type;
  if (!detail.resource_name.empty()) out["resource_name"] = detail.resource_name;
  if (!detail.metadata.empty()) {
    json::object& metadata = out["metadata"].emplace_object();
    for (const auto& [key, value] : detail.metadata) metadata[key] = value;
  }
  return json::serialize(out);
}

std::string Text(const json::value& value) { return std::string(value.as_string()); }

// Reads only what Encode wrote, so a missing key means an empty member and types need no check.
ErrorDetail Decode(const std::string& text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;  // a peer's bytes may have found their way into a sentence
  const json::value parsed = json::parse(text, {}, options);
  const json::object& in = parsed.as_object();
  ErrorDetail detail;
  detail.reason = Text(in.at("reason"));
  detail.who = static_cast<Actor>(in.at("who").as_int64());
  if (const json::value* fields = in.if_contains("fields")) {
    for (const json::value& pair : fields->as_array()) {
      detail.fields.push_back({Text(pair.as_array()[0]), Text(pair.as_array()[1])});
    }
  }
  if (const json::value* nanos = in.if_contains("retry_after_ns")) {
    detail.retry_after = absl::Nanoseconds(nanos->as_int64());
  }
  if (const json::value* type = in.if_contains("resource_type")) detail.resource_type = Text(*type);
  if (const json::value* name = in.if_contains("resource_name")) detail.resource_name = Text(*name);
  if (const json::value* metadata = in.if_contains("metadata")) {
    for (const auto& [key, value] : metadata->as_object()) {
      detail.metadata.emplace(std::string(key), Text(value));
    }
  }
  return detail;
}

Actor WhoMustActOn(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
      return Actor::kNobody;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return Actor::kOperator;
    default:
      return Actor::kCaller;
  }
}

}  // namespace

std::string_view ActorName(Actor actor) {
  switch (actor) {
    case Actor::kCaller:
      return "CALLER";
    case Actor::kCreator:
      return "CREATOR";
    case Actor::kAdvertiser:
      return "ADVERTISER";
    case Actor::kOperator:
      return "OPERATOR";
    case Actor::kNobody:
      return "NOBODY";
  }
  return "CALLER";
}

// By value for the callers' sake: they build it in the call.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
absl::Status Error(absl::StatusCode code, std::string_view message, ErrorDetail detail) {
  absl::Status status(code, std::string(message));
  status.SetPayload(kDetailUrl, absl::Cord(Encode(detail)));
  return status;
}

ErrorDetail DetailOf(const absl::Status& status) {
  if (status.ok()) return {};
  if (const auto payload = status.GetPayload(kDetailUrl)) return Decode(std::string(*payload));
  ErrorDetail detail;
  detail.reason = absl::StatusCodeToString(status.code());
  detail.who = WhoMustActOn(status.code());
  return detail;
}

std::string ReasonOf(const absl::Status& status) { return DetailOf(status).reason; }

absl::Status InvalidField(std::string_view field, std::string_view description) {
  return InvalidFields({{std::string(field), std::string(description)}});
}

absl::Status InvalidFields(std::vector<FieldViolation> violations) {
  std::string message;
  for (const FieldViolation& violation : violations) {
    if (!message.empty()) message += "; ";
    message += fmt::format("{}: {}", violation.field, violation.description);
  }
  ErrorDetail detail;
  detail.reason = "INVALID_FIELD";
  detail.fields = std::move(violations);
  return Error(absl::StatusCode::kInvalidArgument, message, std::move(detail));
}

absl::Status ResourceNotFound(std::string_view type, std::string_view name) {
  ErrorDetail detail;
  detail.reason = "RESOURCE_NOT_FOUND";
  detail.resource_type = type;
  detail.resource_name = name;
  return Error(absl::StatusCode::kNotFound, fmt::format("{} not found", name), std::move(detail));
}

}  // namespace sparkgate
