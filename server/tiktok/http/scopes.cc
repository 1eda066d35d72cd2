#include "server/tiktok/http/scopes.h"

namespace sparkgate::tiktok {
namespace {

struct PathScope {
  std::string_view prefix;
  std::string_view scope;
};

// The first prefix that fits decides. Advertisers' scopes are numbers, creators' are words.
constexpr PathScope kScopes[] = {
    {"advertiser/info", "100"},
    {"campaign/get", "200"},
    {"campaign/", "201"},
    {"adgroup/get", "210"},
    {"adgroup/review_info", "210"},
    {"adgroup/", "211"},
    {"ad/get", "220"},
    {"ad/review_info", "220"},
    {"ad/", "221"},
    {"tt_video/info", "690"},
    {"tt_video/", "691"},
    {"identity/", "693"},
    {"business/get", "user.info.basic"},
    {"business/video/list", "video.list"},
    {"business/post/authorize", "biz.spark.auth"},
};

}  // namespace

std::string_view ScopeOf(std::string_view path) {
  for (const PathScope& entry : kScopes) {
    if (path.starts_with(entry.prefix)) return entry.scope;
  }
  return "";
}

}  // namespace sparkgate::tiktok
