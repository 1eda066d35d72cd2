#include "simulator/world/tcm_requests.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "simulator/world/codes.h"
#include "simulator/world/notifications.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/subscriptions.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kFixedDays[] = {7, 30, 60, 365};

std::string RequestRecord(std::string_view key) { return fmt::format("tcm_requests/{}", key); }

absl::Status CheckAskedDays(const WorldState& state, int64_t days) {
  if (state.switches.Choice(kTcmAuthorizationDays) == "any") return CheckGrantedDays(days);
  if (std::ranges::find(kFixedDays, days) != std::end(kFixedDays)) return absl::OkStatus();
  return RefuseParam("DAYS_NOT_ALLOWED", fmt::format("authorization_days: Must be one of: {}.",
                                                     fmt::join(kFixedDays, ", ")));
}

absl::Status CheckPurpose(const WorldState& state, const TcmAsk& ask, const TcmRequest* before) {
  const Post& post = *Find(state.posts, ask.post_id);
  const Code* code = Find(state.codes, post.code);
  // The brand has the code: it was accepted, or is to last longer, whatever became of that.
  const bool has_code =
      before != nullptr && (before->state == TcmRequestState::kAccepted || before->extends);
  if (ask.extend && code == nullptr) {
    return RefuseAdvertiser("TCM_NOTHING_TO_EXTEND",
                            "action: There is no authorization of this video to extend.");
  }
  if (!ask.extend && has_code && code != nullptr && IsValid(state, *code)) {
    return RefuseAdvertiser("TCM_ALREADY_AUTHORIZED",
                            "The creator has authorized this video. To ask for more days, send "
                            "action EXTEND.");
  }
  return absl::OkStatus();
}

absl::StatusOr<TcmRequest*> Waiting(WorldState& state, std::string_view key) {
  TcmRequest* request = Find(state.tcm_requests, key);
  if (request == nullptr) {
    return Refuse(ApiCode::kNotExist, "NO_SUCH_TCM_REQUEST", "There is no such request.");
  }
  if (request->state == TcmRequestState::kWaiting) return request;
  return RefuseAdvertiser(
      "TCM_REQUEST_ANSWERED",
      fmt::format("The request was {} already.",
                  request->state == TcmRequestState::kAccepted ? "accepted" : "rejected"));
}

const TcmRequest* Answer(WorldState& state, TcmRequest& request, TcmRequestState answer) {
  request.state = answer;
  request.asked = 0;
  request.update_time = state.now;
  state.Record("tcm_request.answered",
               RequestRecord(TcmRequestKey(request.tcm_account_id, request.post_id)),
               {{"answer", std::string(TcmRequestStateName(answer))}});
  NotifyTcmRequestAnswered(state, request);
  return &request;
}

}  // namespace

std::string TcmRequestKey(std::string_view tcm_account_id, std::string_view post_id) {
  return fmt::format("{}-{}", tcm_account_id, post_id);
}

absl::StatusOr<const TcmRequest*> AskForAuthorization(WorldState& state, const TcmAsk& ask) {
  SG_ASSIGN_OR_RETURN(const Post* post, GetPost(state, ask.post_id));
  SG_RETURN_IF_ERROR(CheckAskedDays(state, ask.days));
  if (IsGone(post->status)) {
    return RefuseParam("POST_UNAVAILABLE", "The video is not available any more.", Actor::kCreator);
  }
  const std::string key = TcmRequestKey(ask.tcm_account_id, ask.post_id);
  const TcmRequest* before = Find(state.tcm_requests, key);
  SG_RETURN_IF_ERROR(CheckPurpose(state, ask, before));
  const int64_t asked = before == nullptr ? 0 : before->asked;
  if (asked >= state.switches.Number(kTcmRequestLimit)) {
    return RefuseParam("TCM_TOO_MANY_REQUESTS",
                       "No requests are left for this video until the creator answers.",
                       Actor::kCreator);
  }

  TcmRequest& request = state.tcm_requests[key];
  if (asked == 0) request.create_time = request.update_time = state.now;
  request.tcm_account_id = ask.tcm_account_id;
  request.post_id = ask.post_id;
  request.state = TcmRequestState::kWaiting;
  request.extends = ask.extend;
  request.days = ask.days;
  request.asked = asked + 1;
  state.Record("tcm_request.made", RequestRecord(key), {{"days", fmt::format("{}", ask.days)}});
  Notify(
      state, CreatorName(post->creator_id), "authorization_requested", PostName(post->id),
      ask.extend
          ? fmt::format("A brand asks you to extend the ad authorization of your post by {} days.",
                        ask.days)
          : fmt::format("A brand asks to run your post as an ad for {} days.", ask.days));
  return &request;
}

absl::StatusOr<const TcmRequest*> GetTcmRequest(const WorldState& state,
                                                std::string_view tcm_account_id,
                                                std::string_view post_id) {
  const TcmRequest* request = Find(state.tcm_requests, TcmRequestKey(tcm_account_id, post_id));
  if (request != nullptr) return request;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_TCM_REQUEST",
                "The authorization of this video was not applied for.", Actor::kAdvertiser);
}

int64_t RequestsLeft(const WorldState& state, const TcmRequest& request) {
  return std::max<int64_t>(0, state.switches.Number(kTcmRequestLimit) - request.asked);
}

const Code* CodeOf(const WorldState& state, const TcmRequest& request) {
  const Post& post = *Find(state.posts, request.post_id);
  switch (request.state) {
    case TcmRequestState::kAccepted:
      return Find(state.codes, post.code.empty() ? post.deleted_code : post.code);
    case TcmRequestState::kWaiting:
      return state.switches.Flag(kTcmCodeWhileWaiting) ? Find(state.codes, post.code) : nullptr;
    case TcmRequestState::kRejected: {
      // A creator who doesn't extend an authorization doesn't end it.
      const Code* code = request.extends ? Find(state.codes, post.code) : nullptr;
      return code != nullptr && IsValid(state, *code) ? code : nullptr;
    }
  }
  return nullptr;
}

std::string_view TcmRequestStateName(TcmRequestState state) {
  switch (state) {
    case TcmRequestState::kWaiting:
      return "WAITING";
    case TcmRequestState::kAccepted:
      return "ACCEPTED";
    case TcmRequestState::kRejected:
      return "REJECTED";
  }
  return "";
}

absl::StatusOr<const TcmRequest*> AcceptTcmRequest(WorldState& state, std::string_view key,
                                                   int64_t days) {
  SG_ASSIGN_OR_RETURN(TcmRequest * request, Waiting(state, key));
  SG_RETURN_IF_ERROR(GrantAuthorization(state, request->post_id, days == 0 ? request->days : days,
                                        request->extends)
                         .status());
  return Answer(state, *request, TcmRequestState::kAccepted);
}

absl::StatusOr<const TcmRequest*> RejectTcmRequest(WorldState& state, std::string_view key) {
  SG_ASSIGN_OR_RETURN(TcmRequest * request, Waiting(state, key));
  return Answer(state, *request, TcmRequestState::kRejected);
}

}  // namespace sparkgate::simulator
