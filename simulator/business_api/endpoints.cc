#include "simulator/business_api/endpoints.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kUnimplemented[] = {
    "asset/bind/quota",
    "bc/balance/get",
    "bc/billing_group/get",
    "bc/invoice/unpaid/get",
    "business/video/recommend",
    "business/webhook/delete",
    "business/webhook/list",
    "business/webhook/update",
    "campaign/copy/task/create",
    "file/image/ad/upload",
    "file/video/ad/upload",
    "identity/live/get",
    "oauth/token",
    "report/task/create",
    "smart_plus/ad/appeal",
    "smart_plus/ad/get",
    "smart_plus/ad/review_info",
    "smart_plus/adgroup/get",
    "smart_plus/campaign/get",
    "spark_ad/recommend",
    "tcm/spark_ad/apply",
    "tcm/spark_ad/status/get",
    "term/check",
    "term/confirm",
    "term/get",
    "user/info",
};

constexpr std::string_view kPartlyShape[] = {"business/get", "business/video/list"};

// What people call and TikTok doesn't have (facts 4.8).
constexpr std::string_view kInvented[] = {"tt_video/authorize/batch", "tt_video/authorized/get"};

constexpr size_t kLongestPath = 100;

std::vector<Endpoint> Collect() {
  std::vector<Endpoint> all;
  for (const std::span<const Endpoint> some :
       {AdEndpoints(), AdGroupEndpoints(), AdvertiserEndpoints(), AdvertiserBalanceEndpoints(),
        BusinessAccountEndpoints(), BusinessVideoEndpoints(), CampaignEndpoints(),
        IdentityEndpoints(), IdentityVideoEndpoints(), OauthEndpoints(), PostAuthorizeEndpoints(),
        ReportEndpoints(), ReviewEndpoints(), SparkAdEndpoints(), SubscriptionEndpoints(),
        TcmEndpoints(), TtUserOauthEndpoints(), TtVideoEndpoints()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  std::ranges::sort(all, {}, &Endpoint::path);
  return all;
}

}  // namespace

const std::vector<Endpoint>& AllEndpoints() {
  static const std::vector<Endpoint> all = Collect();
  return all;
}

const Endpoint* FindEndpoint(std::string_view path) {
  const std::vector<Endpoint>& all = AllEndpoints();
  const auto found = std::ranges::lower_bound(all, path, {}, &Endpoint::path);
  return found != all.end() && found->path == path ? &*found : nullptr;
}

std::span<const std::string_view> UnimplementedEndpoints() { return kUnimplemented; }

bool IsPartlyShape(std::string_view path) {
  return std::ranges::find(kPartlyShape, path) != std::end(kPartlyShape);
}

bool MayExist(std::string_view path) {
  const auto usual = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
  };
  return path.size() <= kLongestPath && std::ranges::all_of(path, usual) &&
         std::ranges::find(kInvented, path) == std::end(kInvented);
}

}  // namespace sparkgate::simulator
