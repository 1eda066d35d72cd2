// ReviewDeskService: the queue, and decisions by hand.
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/error.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/queue_watch.h"
#include "simulator/control/register.h"
#include "simulator/control/review_conversions.h"
#include "simulator/control/review_policy.h"
#include "simulator/control/review_script.h"
#include "simulator/control/service.h"
#include "simulator/world/review.h"
#include "simulator/world/review/line.h"

namespace sparkgate::simulator {
namespace {

absl::StatusOr<const Review*> ReviewIn(const WorldState& state, std::string_view ad_id) {
  return RowOf(state, state.reviews, "Review", kReviews, ad_id);
}

// The queue is sorted by (time of coming in, ad id); a token says where the page before ended.
std::string KeyOf(const Review& review) {
  return fmt::format("{} {}", ToMicros(*WaitingSince(review)), review.ad_id);
}

absl::StatusOr<QueuePlace> PlaceAfter(const Page& page) {
  QueuePlace place;
  if (page.after.empty()) return place;
  const char* end = page.after.data() + page.after.size();
  const auto since = std::from_chars(page.after.data(), end, place.since);
  if (since.ec != std::errc() || since.ptr == end) {
    return InvalidField("page_token", "Use next_page_token of the answer before.");
  }
  place.ad = AdNumber({since.ptr + 1, end});
  return place;
}

absl::StatusOr<v1::ListQueueResponse> ListQueue(Worlds& worlds,
                                                const v1::ListQueueRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("queue", request));
  SG_ASSIGN_OR_RETURN(const QueuePlace after, PlaceAfter(page));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListQueueResponse response;
    std::vector<const Review*> reviews = QueueAfter(state, after, page.size + 1);
    if (reviews.size() > page.size) {
      reviews.pop_back();
      response.set_next_page_token(PageToken("queue", KeyOf(*reviews.back())));
    }
    for (const Review* review : reviews) *response.add_reviews() = ToProto(state, *review);
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
  SG_ASSIGN_OR_RETURN(const ReviewDecision decision, FromProto(request));
  return Mutate<v1::Review>(*entry.world, request,
                            [&](WorldState& state) -> absl::StatusOr<v1::Review> {
                              SG_RETURN_IF_ERROR(ReviewIn(state, entry.id).status());
                              SG_RETURN_IF_ERROR(DecideReview(state, entry.id, decision));
                              SG_ASSIGN_OR_RETURN(const Review* review, ReviewIn(state, entry.id));
                              return ToProto(state, *review);
                            });
}

absl::StatusOr<v1::QueueStats> GetQueueStats(Worlds& worlds,
                                             const v1::GetQueueStatsRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  return entry.world->Read([](const WorldState& state) { return QueueStatsOf(state); });
}

}  // namespace

void RegisterReviewDeskService(rpc::MethodTable& table, Worlds& worlds, Executor& executor) {
  Service service(table, worlds, "ReviewDeskService");
  service.Unary("ListQueue", ListQueue);
  service.Unary("GetReview", GetReview);
  service.Unary("Decide", Decide);
  service.Unary("GetReviewPolicy", GetReviewPolicy);
  service.Unary("UpdateReviewPolicy", UpdateReviewPolicy);
  service.Unary("GetQueueStats", GetQueueStats);
  service.Unary("ScriptDecisions", ScriptDecisions);
  service.Unary("ListScriptedDecisions", ListScriptedDecisions);
  table.Stream<v1::WatchQueueRequest, v1::WatchQueueResponse>(
      "sparkgate.simulator.v1.ReviewDeskService/WatchQueue", kOpen,
      [&worlds, &executor](rpc::CallContext&, const v1::WatchQueueRequest& request,
                           std::shared_ptr<QueueWatch::Stream> stream) {
        QueueWatch::Serve(worlds, executor, request, stream);
      });
}

}  // namespace sparkgate::simulator
