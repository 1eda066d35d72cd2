// The return codes of TikTok's Business API that the simulator answers with (facts 1.4). The number
// is what stands in the envelope's `code`.
#ifndef SPARKGATE_SIMULATOR_WORLD_API_CODE_H_
#define SPARKGATE_SIMULATOR_WORLD_API_CODE_H_

namespace sparkgate::simulator {

enum class ApiCode : int {
  kOk = 0,
  kInvalidParams = 40000,
  kPermissionError = 40001,
  kParamError = 40002,
  kForbidden = 40003,
  kNotExist = 40007,
  kNotImplemented = 40008,
  kIdLimitExceeded = 40011,
  kNoUpdate = 40012,
  kDuplicatedRequest = 40050,
  kRequestTooFrequent = 40100,
  kInvalidPartner = 40101,
  kAccessTokenExpired = 40102,
  kRefreshTokenExpired = 40103,
  kEmptyAccessToken = 40104,
  kInvalidAccessToken = 40105,
  kInvalidRefreshToken = 40107,
  kInvalidGrantType = 40108,
  kAuthCodeError = 40110,
  kAppForbidden = 40113,
  kScopeNotAuthorized = 40130,
  kCreatorOauthFailed = 40131,
  kAdvertiserRateLimited = 40133,
  kAdvertiserNotExist = 40300,
  kRouteNotFound = 40400,
  kAdNumberLimit = 40502,
  kSystemError = 50000,
};

constexpr int Number(ApiCode code) { return static_cast<int>(code); }

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_API_CODE_H_
