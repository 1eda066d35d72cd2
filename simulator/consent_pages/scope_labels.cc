#include "simulator/consent_pages/scope_labels.h"

#include <algorithm>
#include <iterator>

namespace sparkgate::simulator {
namespace {

struct Label {
  std::string_view scope;
  std::string_view text;
};

constexpr Label kLabels[] = {
    {"100", "Read ad account information"},
    {"152", "Ad account balance and transactions"},
    {"200", "Read campaigns"},
    {"201", "Create and update campaigns"},
    {"210", "Read ad groups"},
    {"211", "Create and update ad groups"},
    {"220", "Read ads"},
    {"221", "Create and update ads"},
    {"44", "Consolidated report"},
    {"690", "Query TikTok posts"},
    {"691", "Authorize TikTok posts"},
    {"692", "Create identities"},
    {"693", "Query identities"},
    {"13040000", "Spark Ads invitations to creators"},
    {"7176842096345694209", "Delete identities"},
};

}  // namespace

std::string_view ScopeLabel(std::string_view scope) {
  const Label* found = std::ranges::find(kLabels, scope, &Label::scope);
  return found == std::end(kLabels) ? std::string_view() : found->text;
}

}  // namespace sparkgate::simulator
