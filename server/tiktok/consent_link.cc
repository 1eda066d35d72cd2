#include "server/tiktok/consent_link.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/http/client.h"

namespace sparkgate::tiktok {

const std::vector<std::string>& SparkgateCreatorScopes() {
  static const auto& scopes = *new std::vector<std::string>{
      "user.info.basic", "user.info.username", "user.info.profile", "user.info.stats",
      "video.list",      "video.insights",     "biz.spark.auth"};
  return scopes;
}

std::string CreatorConsentLink(std::string_view base, const ConsentRequest& request) {
  return fmt::format(
      "{}/v2/auth/authorize?client_key={}&response_type=code&scope={}&redirect_uri={}&state={}",
      base, PercentEncode(request.app_id),
      PercentEncode(fmt::format("{}", fmt::join(request.scopes, ","))),
      PercentEncode(request.redirect_uri), PercentEncode(request.state));
}

std::string AdvertiserConsentLink(std::string_view base, const ConsentRequest& request) {
  return fmt::format("{}/portal/auth?app_id={}&state={}&redirect_uri={}", base,
                     PercentEncode(request.app_id), PercentEncode(request.state),
                     PercentEncode(request.redirect_uri));
}

}  // namespace sparkgate::tiktok
