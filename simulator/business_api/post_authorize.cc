// business/post/authorize/*: where a code is born, lives and ends (facts 3.3 to 3.6).
#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/formats.h"
#include "simulator/world/codes.h"

namespace sparkgate::simulator {
namespace {

struct Target {
  std::string business_id;
  std::string item_id;
};

Target ReadTarget(ArgumentReader& in) { return {in.String("business_id"), in.Id("item_id")}; }

int64_t ReadDays(ArgumentReader& in) {
  return in.OptionalInt("authorization_days").value_or(kDefaultAuthorizationDays);
}

Data CodeData(const Code& code) {
  return {{"item_id", code.post_id},
          {"auth_code", code.value},
          {"auth_code_start_time", WireTime(code.start_time)},
          {"auth_code_end_time", WireTime(code.end_time)},
          {"authorization_days", code.days}};
}

absl::StatusOr<Data> BusinessPostAuthorizeSetting(WorldState& state, const Caller& caller,
                                                  const Arguments& arguments) {
  ArgumentReader in(arguments);
  const Target target = ReadTarget(in);
  const bool on = in.Bool("is_ad_promotable");
  const int64_t days = ReadDays(in);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckOwnPost(state, caller, target.business_id, target.item_id));
  if (!on) {
    SG_RETURN_IF_ERROR(TurnAdAuthorizationOff(state, target.item_id));
    return Data{};
  }
  SG_ASSIGN_OR_RETURN(const Code* code, TurnAdAuthorizationOn(state, target.item_id, days));
  return state.switches.Flag(kSettingAnswersCode) ? CodeData(*code) : Data{};
}

absl::StatusOr<Data> BusinessPostAuthorize(WorldState& state, const Caller& caller,
                                           const Arguments& arguments) {
  ArgumentReader in(arguments);
  const Target target = ReadTarget(in);
  const int64_t days = ReadDays(in);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckOwnPost(state, caller, target.business_id, target.item_id));
  SG_ASSIGN_OR_RETURN(const Code* code, ExtendCode(state, target.item_id, days));
  return CodeData(*code);
}

absl::StatusOr<Data> BusinessPostAuthorizeStatus(const WorldState& state, const Caller& caller,
                                                 const Arguments& arguments) {
  ArgumentReader in(arguments);
  const Target target = ReadTarget(in);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckOwnPost(state, caller, target.business_id, target.item_id));
  absl::StatusOr<const Code*> code = GetCodeOfPost(state, target.item_id);
  const std::string& deleted = Find(state.posts, target.item_id)->deleted_code;
  if (!code.ok() && !deleted.empty() && state.switches.Choice(kStatusOfDeletedCode) == "DELETED") {
    code = Find(state.codes, deleted);
  }
  if (!code.ok()) return code.status();
  Data data = CodeData(**code);
  data["auth_code_status"] = CodeStatusName(CodeStatusOf(state, **code));
  return data;
}

absl::StatusOr<Data> BusinessPostAuthorizeDelete(WorldState& state, const Caller& caller,
                                                 const Arguments& arguments) {
  ArgumentReader in(arguments);
  const Target target = ReadTarget(in);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckOwnPost(state, caller, target.business_id, target.item_id));
  SG_RETURN_IF_ERROR(DeleteCode(state, target.item_id));
  return Data{{"item_id", target.item_id},
              {"auth_code_status", CodeStatusName(CodeStatus::kDeleted)}};
}

constexpr std::string_view kPostAuthorizeScope = "biz.spark.auth";

constexpr Endpoint kPostAuthorizeEndpoints[] = {
    PostEndpoint("business/post/authorize", TokenFamily::kCreator, kPostAuthorizeScope,
                 &BusinessPostAuthorize),
    PostEndpoint("business/post/authorize/delete", TokenFamily::kCreator, kPostAuthorizeScope,
                 &BusinessPostAuthorizeDelete),
    PostEndpoint("business/post/authorize/setting", TokenFamily::kCreator, kPostAuthorizeScope,
                 &BusinessPostAuthorizeSetting),
    GetEndpoint("business/post/authorize/status", TokenFamily::kCreator, kPostAuthorizeScope,
                &BusinessPostAuthorizeStatus),
};

}  // namespace

std::span<const Endpoint> PostAuthorizeEndpoints() { return kPostAuthorizeEndpoints; }

}  // namespace sparkgate::simulator
