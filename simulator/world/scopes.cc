#include "simulator/world/scopes.h"

#include <algorithm>

namespace sparkgate::simulator {
namespace {

struct Parent {
  std::string_view scope;
  std::string_view parent;
};

constexpr Parent kParents[] = {
    {"100", "1"},  {"152", "1"},  {"20", "2"},   {"200", "20"}, {"201", "20"}, {"21", "2"},
    {"210", "21"}, {"211", "21"}, {"22", "2"},   {"220", "22"}, {"221", "22"}, {"44", "4"},
    {"69", "6"},   {"690", "69"}, {"691", "69"}, {"692", "69"}, {"693", "69"},
};

constexpr std::string_view kAdvertiserScopes[] = {
    "100", "152", "200", "201",      "210",
    "211", "220", "221", "44",       "690",
    "691", "692", "693", "13040000", "7176842096345694209",
};

constexpr std::string_view kCreatorScopes[] = {
    "biz.ads.recommend", "biz.brand.insights", "biz.creator.info",    "biz.creator.insights",
    "biz.spark.auth",    "comment.list",       "comment.list.manage", "message.list.manage",
    "message.list.read", "message.list.send",  "tcm.order.update",    "user.account.type",
    "user.info.basic",   "user.info.profile",  "user.info.stats",     "user.info.username",
    "user.insights",     "video.insights",     "video.list",          "video.publish",
    "video.upload",
};

bool Holds(const std::vector<std::string>& granted, std::string_view scope) {
  return std::ranges::find(granted, scope) != granted.end();
}

}  // namespace

std::span<const std::string_view> AdvertiserScopes() { return kAdvertiserScopes; }
std::span<const std::string_view> CreatorScopes() { return kCreatorScopes; }

bool GrantsAdvertiserScope(const std::vector<std::string>& granted, std::string_view scope) {
  while (!Holds(granted, scope)) {
    const Parent* parent = std::ranges::find(kParents, scope, &Parent::scope);
    if (parent == std::end(kParents)) return false;
    scope = parent->parent;
  }
  return true;
}

bool GrantsCreatorScope(const std::vector<std::string>& granted, std::string_view scope) {
  return Holds(granted, scope);
}

}  // namespace sparkgate::simulator
