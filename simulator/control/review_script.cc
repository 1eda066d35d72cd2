#include "simulator/control/review_script.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "simulator/control/checks.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/review_conversions.h"
#include "simulator/world/review/verdict.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kLongestAdName = 512;

v1::ScriptedDecisions ScriptOf(const WorldState& state, const std::string& ad) {
  v1::ScriptedDecisions out;
  out.set_ad(ad);
  if (const std::vector<ReviewDecision>* given = Find(state.review_script, ad)) {
    for (const ReviewDecision& decision : *given) *out.add_decisions() = ToProto(decision);
  }
  return out;
}

}  // namespace

absl::StatusOr<v1::ScriptedDecisions> ScriptDecisions(Worlds& worlds,
                                                      const v1::ScriptDecisionsRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  if (request.ad().empty()) return InvalidField("ad", "An ad's id or name.");
  SG_RETURN_IF_ERROR(CheckText("ad", request.ad(), kLongestAdName));
  SG_ASSIGN_OR_RETURN(const std::vector<ReviewDecision> decisions, FromProto(request));
  return Mutate<v1::ScriptedDecisions>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::ScriptedDecisions> {
        SG_RETURN_IF_ERROR(ScriptDecisions(state, request.ad(), decisions));
        return ScriptOf(state, request.ad());
      });
}

absl::StatusOr<v1::ListScriptedDecisionsResponse> ListScriptedDecisions(
    Worlds& worlds, const v1::ListScriptedDecisionsRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("reviewScript", request));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListScriptedDecisionsResponse response;
    std::string last;
    for (auto row = state.review_script.upper_bound(page.after); row != state.review_script.end();
         ++row) {
      if (static_cast<size_t>(response.scripts_size()) == page.size) {
        response.set_next_page_token(PageToken("reviewScript", last));
        break;
      }
      last = row->first;
      *response.add_scripts() = ScriptOf(state, last);
    }
    return response;
  });
}

}  // namespace sparkgate::simulator
