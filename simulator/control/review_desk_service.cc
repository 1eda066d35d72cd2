#include "base/error.h"
#include "simulator/control/checks.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/people_conversions.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"
#include "simulator/control/times.h"
#include "simulator/world/review.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kPolicySuffix = "/reviewPolicy";
constexpr absl::Duration kMaxDelay = absl::Hours(24 * 30);

absl::StatusOr<const Review*> ReviewIn(const WorldState& state, std::string_view ad_id) {
  return RowOf(state, state.reviews, "Review", kReviews, ad_id);
}

absl::StatusOr<WorldEntry> WorldOfPolicy(const Worlds& worlds, std::string_view field,
                                         std::string_view name) {
  if (!name.ends_with(kPolicySuffix)) {
    return InvalidField(field, "Of the form \"worlds/{world}/reviewPolicy\".");
  }
  return WorldOf(worlds, field, name.substr(0, name.size() - kPolicySuffix.size()));
}

// The queue is sorted by (time of coming in, ad id); a token says where the page before ended.
std::string KeyOf(const Review& review) {
  return fmt::format("{:020} {}", ToMicros(*WaitingSince(review)), review.ad_id);
}

absl::StatusOr<v1::ListQueueResponse> ListQueue(Worlds& worlds,
                                                const v1::ListQueueRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("queue", request));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListQueueResponse response;
    std::string last;
    for (const Review* review : ReviewQueue(state)) {
      if (KeyOf(*review) <= page.after) continue;
      if (static_cast<size_t>(response.reviews_size()) == page.size) {
        response.set_next_page_token(PageToken("queue", last));
        break;
      }
      *response.add_reviews() = ToProto(state, *review);
      last = KeyOf(*review);
    }
    return response;
  });
}

absl::StatusOr<v1::Review> GetReview(Worlds& worlds, const v1::GetReviewRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "name", request.name(), kReviews));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::Review> {
    SG_ASSIGN_OR_RETURN(const Review* review, ReviewIn(state, entry.id));
    return ToProto(state, *review);
  });
}

absl::StatusOr<v1::Review> Decide(Worlds& worlds, const v1::DecideRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "name", request.name(), kReviews));
  SG_RETURN_IF_ERROR(CheckDecision(request));
  ReviewDecision decision;
  SG_ASSIGN_OR_RETURN(decision.verdict, FromProto("verdict", request.verdict()));
  decision.reasons = {request.reasons().begin(), request.reasons().end()};
  decision.suggestion = request.suggestion();
  decision.forbidden_locations = {request.forbidden_locations().begin(),
                                  request.forbidden_locations().end()};
  decision.forbidden_ages = {request.forbidden_ages().begin(), request.forbidden_ages().end()};
  decision.forbidden_placements = {request.forbidden_placements().begin(),
                                   request.forbidden_placements().end()};
  return Mutate<v1::Review>(*entry.world, request,
                            [&](WorldState& state) -> absl::StatusOr<v1::Review> {
                              SG_RETURN_IF_ERROR(ReviewIn(state, entry.id).status());
                              SG_RETURN_IF_ERROR(DecideReview(state, entry.id, decision));
                              SG_ASSIGN_OR_RETURN(const Review* review, ReviewIn(state, entry.id));
                              return ToProto(state, *review);
                            });
}

absl::StatusOr<v1::ReviewPolicy> GetReviewPolicy(Worlds& worlds,
                                                 const v1::GetReviewPolicyRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOfPolicy(worlds, "name", request.name()));
  return entry.world->Read(
      [](const WorldState& state) { return ToProto(state, state.review_policy); });
}

absl::Status ApplyPath(std::string_view path, const v1::ReviewPolicy& wanted,
                       ReviewPolicy& policy) {
  if (path == "automatic") {
    policy.automatic = wanted.automatic();
  } else if (path == "min_delay") {
    SG_ASSIGN_OR_RETURN(policy.min_delay, CheckDuration("policy.min_delay", wanted.min_delay(),
                                                        absl::ZeroDuration(), kMaxDelay));
  } else if (path == "max_delay") {
    SG_ASSIGN_OR_RETURN(policy.max_delay, CheckDuration("policy.max_delay", wanted.max_delay(),
                                                        absl::ZeroDuration(), kMaxDelay));
  } else if (path == "reject_fraction") {
    policy.reject_fraction = wanted.reject_fraction();
  } else if (path == "appeal_success_fraction") {
    policy.appeal_success_fraction = wanted.appeal_success_fraction();
  } else {
    return InvalidField("update_mask", fmt::format("\"{}\" can't be changed.", path));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ReviewPolicy> UpdateReviewPolicy(Worlds& worlds,
                                                    const v1::UpdateReviewPolicyRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry,
                      WorldOfPolicy(worlds, "policy.name", request.policy().name()));
  if (request.update_mask().paths().empty()) {
    return InvalidField("update_mask", "Say what to change.");
  }
  return Mutate<v1::ReviewPolicy>(*entry.world, request,
                                  [&](WorldState& state) -> absl::StatusOr<v1::ReviewPolicy> {
                                    ReviewPolicy policy = state.review_policy;
                                    for (const std::string& path : request.update_mask().paths()) {
                                      SG_RETURN_IF_ERROR(ApplyPath(path, request.policy(), policy));
                                    }
                                    SG_RETURN_IF_ERROR(SetReviewPolicy(state, policy));
                                    return ToProto(state, state.review_policy);
                                  });
}

}  // namespace

void RegisterReviewDeskService(rpc::MethodTable& table, Worlds& worlds) {
  Service service(table, worlds, "ReviewDeskService");
  service.Unary("ListQueue", ListQueue);
  service.Unary("GetReview", GetReview);
  service.Unary("Decide", Decide);
  service.Unary("GetReviewPolicy", GetReviewPolicy);
  service.Unary("UpdateReviewPolicy", UpdateReviewPolicy);
}

}  // namespace sparkgate::simulator
