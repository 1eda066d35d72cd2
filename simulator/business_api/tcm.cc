// tcm/tt_video/*: asking a creator through the marketplace to authorize a post (facts 4.6).
#include <string>

#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/formats.h"
#include "simulator/world/codes.h"
#include "simulator/world/tcm_requests.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kActions[] = {"EXTEND"};

absl::StatusOr<Data> TcmTtVideoApply(WorldState& state, const Caller&, const Arguments& arguments) {
  ArgumentReader in(arguments);
  TcmAsk ask;
  ask.post_id = in.Id("video_id");
  ask.tcm_account_id = in.Id("tcm_account_id");
  ask.days = in.OptionalInt("authorization_days").value_or(kDefaultAuthorizationDays);
  ask.extend = in.OptionalOneOf("action", kActions).has_value();
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(AskForAuthorization(state, ask).status());
  return Data{};
}

absl::StatusOr<Data> TcmTtVideoStatus(const WorldState& state, const Caller&,
                                      const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string post_id = in.Id("video_id");
  const std::string tcm_account_id = in.Id("tcm_account_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(const TcmRequest* request, GetTcmRequest(state, tcm_account_id, post_id));
  Data data{{"video_id", post_id},
            {"auth_status", TcmRequestStateName(request->state)},
            {"auth_status_updated_time", WireTime(request->update_time)},
            {"num_remaining_request", RequestsLeft(state, *request)},
            {"requested_authorization_days", request->days}};
  if (const Code* code = CodeOf(state, *request)) {
    data["auth_code"] = code->value;
    data["auth_code_start_time"] = WireTime(code->start_time);
    data["auth_code_end_time"] = WireTime(code->end_time);
    data["auth_code_status"] = CodeStatusName(CodeStatusOf(state, *code));
  }
  return data;
}

constexpr std::string_view kTcmScope = "13040000";

constexpr Endpoint kTcmEndpoints[] = {
    PostEndpoint("tcm/tt_video/apply", TokenFamily::kAdvertiser, kTcmScope, &TcmTtVideoApply),
    GetEndpoint("tcm/tt_video/status", TokenFamily::kAdvertiser, kTcmScope, &TcmTtVideoStatus),
};

}  // namespace

std::span<const Endpoint> TcmEndpoints() { return kTcmEndpoints; }

}  // namespace sparkgate::simulator
