#include "simulator/world/refusal.h"

#include <charconv>
#include <string>

#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

constexpr char kCodeKey[] = "tiktok_code";

absl::StatusCode Canonical(ApiCode code) {
  switch (code) {
    case ApiCode::kOk:
      return absl::StatusCode::kUnknown;  // not an error: nobody refuses with it
    case ApiCode::kInvalidParams:
    case ApiCode::kIdLimitExceeded:
    case ApiCode::kInvalidGrantType:
      return absl::StatusCode::kInvalidArgument;
    case ApiCode::kPermissionError:
    case ApiCode::kForbidden:
    case ApiCode::kInvalidPartner:
    case ApiCode::kAppForbidden:
    case ApiCode::kScopeNotAuthorized:
      return absl::StatusCode::kPermissionDenied;
    case ApiCode::kParamError:
    case ApiCode::kNoUpdate:
    case ApiCode::kDuplicatedRequest:
      return absl::StatusCode::kFailedPrecondition;
    case ApiCode::kNotExist:
    case ApiCode::kAdvertiserNotExist:
    case ApiCode::kRouteNotFound:
      return absl::StatusCode::kNotFound;
    case ApiCode::kNotImplemented:
      return absl::StatusCode::kUnimplemented;
    case ApiCode::kAccessTokenExpired:
    case ApiCode::kRefreshTokenExpired:
    case ApiCode::kEmptyAccessToken:
    case ApiCode::kInvalidAccessToken:
    case ApiCode::kInvalidRefreshToken:
    case ApiCode::kAuthCodeError:
    case ApiCode::kCreatorOauthFailed:
      return absl::StatusCode::kUnauthenticated;
    case ApiCode::kRequestTooFrequent:
    case ApiCode::kAdvertiserRateLimited:
    case ApiCode::kAdNumberLimit:
      return absl::StatusCode::kResourceExhausted;
    case ApiCode::kSystemError:
      return absl::StatusCode::kInternal;
  }
  return absl::StatusCode::kInternal;
}

}  // namespace

absl::Status Refuse(ApiCode code, std::string_view reason, std::string_view message, Actor who) {
  ErrorDetail detail;
  detail.reason = std::string(reason);
  detail.who = who;
  detail.metadata[kCodeKey] = fmt::format("{}", Number(code));
  return Error(Canonical(code), message, std::move(detail));
}

absl::Status RefuseParam(std::string_view reason, std::string_view message, Actor who) {
  return Refuse(ApiCode::kParamError, reason, message, who);
}

absl::Status RefuseAdvertiser(std::string_view reason, std::string_view message) {
  return RefuseParam(reason, message, Actor::kAdvertiser);
}

ApiCode ApiCodeOf(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  const auto found = detail.metadata.find(kCodeKey);
  if (found == detail.metadata.end()) return ApiCode::kSystemError;
  int number = 0;
  const std::string& text = found->second;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return static_cast<ApiCode>(number);
}

}  // namespace sparkgate::simulator
