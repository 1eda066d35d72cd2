// CreatorAppService: brands' requests for posts.
#include "simulator/control/creator_app.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/times.h"
#include "simulator/world/tcm_requests.h"

namespace sparkgate::simulator {
namespace {

v1::AuthorizationRequest::State ToProto(TcmRequestState state) {
  switch (state) {
    case TcmRequestState::kWaiting:
      return v1::AuthorizationRequest::STATE_WAITING;
    case TcmRequestState::kAccepted:
      return v1::AuthorizationRequest::STATE_ACCEPTED;
    case TcmRequestState::kRejected:
      return v1::AuthorizationRequest::STATE_REJECTED;
  }
  return v1::AuthorizationRequest::STATE_UNSPECIFIED;
}

v1::AuthorizationRequest ToProto(const WorldState& state, const TcmRequest& request) {
  v1::AuthorizationRequest out;
  out.set_name(ChildName(state.id, kAuthorizationRequests,
                         TcmRequestKey(request.tcm_account_id, request.post_id)));
  out.set_post(ChildName(state.id, kPosts, request.post_id));
  out.set_tcm_account_id(request.tcm_account_id);
  out.set_state(ToProto(request.state));
  out.set_extension(request.extends);
  out.set_requested_days(static_cast<int32_t>(request.days));
  SetTime(out.mutable_create_time(), request.create_time);
  SetTime(out.mutable_update_time(), request.update_time);
  return out;
}

}  // namespace

absl::StatusOr<v1::ListAuthorizationRequestsResponse> ListAuthorizationRequests(
    Worlds& worlds, const v1::ListAuthorizationRequestsRequest& request) {
  constexpr std::string_view kList = "authorization_requests";
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "account", request.account(), kCreators));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf(kList, request));
  return entry.world->Read(
      [&](const WorldState& state) -> absl::StatusOr<v1::ListAuthorizationRequestsResponse> {
        SG_RETURN_IF_ERROR(
            RowOf(state, state.creators, "CreatorAccount", kCreators, entry.id).status());
        v1::ListAuthorizationRequestsResponse response;
        std::string last;
        for (auto row = state.tcm_requests.upper_bound(page.after); row != state.tcm_requests.end();
             ++row) {
          if (Find(state.posts, row->second.post_id)->creator_id != entry.id) continue;
          if (static_cast<size_t>(response.authorization_requests_size()) == page.size) {
            response.set_next_page_token(PageToken(kList, last));
            break;
          }
          *response.add_authorization_requests() = ToProto(state, row->second);
          last = row->first;
        }
        return response;
      });
}

absl::StatusOr<v1::AuthorizationRequest> AnswerAuthorizationRequest(
    Worlds& worlds, const v1::AnswerAuthorizationRequestRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "name", request.name(), kAuthorizationRequests));
  if (request.decline() && request.duration_days() != 0) {
    return InvalidField("duration_days", "Only of accepting.");
  }
  return Mutate<v1::AuthorizationRequest>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::AuthorizationRequest> {
        SG_RETURN_IF_ERROR(RowOf(state, state.tcm_requests, "AuthorizationRequest",
                                 kAuthorizationRequests, entry.id)
                               .status());
        if (request.decline()) {
          SG_ASSIGN_OR_RETURN(const TcmRequest* declined, RejectTcmRequest(state, entry.id));
          return ToProto(state, *declined);
        }
        SG_ASSIGN_OR_RETURN(const TcmRequest* accepted,
                            AcceptTcmRequest(state, entry.id, request.duration_days()));
        return ToProto(state, *accepted);
      });
}

}  // namespace sparkgate::simulator
