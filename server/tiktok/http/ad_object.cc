#include "server/tiktok/http/ad_object.h"

#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

std::string_view Word(Switch to) {
  switch (to) {
    case Switch::kEnable:
      return "ENABLE";
    case Switch::kDisable:
      return "DISABLE";
    case Switch::kDelete:
      return "DELETE";
  }
  return "";
}

}  // namespace

std::string AdObjectKind::Path(std::string_view verb) const {
  return fmt::format("{}/{}", noun, verb);
}

std::string AdObjectKind::Field(std::string_view end) const {
  return fmt::format("{}_{}", noun, end);
}

std::string_view OperationStatus(bool enabled) {
  return Word(enabled ? Switch::kEnable : Switch::kDisable);
}

Query GetQuery(const AdObjectKind& kind, const AdObjectQuery& query) {
  json::object filtering;
  SetIfAny(&filtering, kind.Field("ids"), query.ids);
  SetIfAny(&filtering, "campaign_ids", query.campaign_ids);
  SetIfAny(&filtering, "adgroup_ids", query.adgroup_ids);
  SetIfAny(&filtering, kind.Field("name"), query.name);
  if (query.include_deleted) filtering["primary_status"] = "STATUS_ALL";
  Query params;
  params.Add("advertiser_id", query.advertiser_id);
  if (!filtering.empty()) params.Add("filtering", filtering);
  if (!query.fields.empty()) params.Add("fields", query.fields);
  params.Add("page", query.page).Add("page_size", query.page_size);
  return params;
}

absl::StatusOr<SwitchResult> SwitchObjects(const OpenApi& api, const Call& call,
                                           const AdObjectKind& kind, std::string_view advertiser_id,
                                           const std::vector<std::string>& ids, Switch to) {
  const std::string ids_field = kind.Field("ids");
  SG_ASSIGN_OR_RETURN(const json::object data, api.Post(call, kind.Path("status/update"),
                                                        {{"advertiser_id", advertiser_id},
                                                         {ids_field, JsonTexts(ids)},
                                                         {"operation_status", Word(to)}}));
  SwitchResult result = {.ids = TextList(data, ids_field)};
  for (const json::object* row : Objects(data, "error_list")) {
    result.errors[Id(*row, kind.Field("id"))] = Text(*row, "error_message");
  }
  // An OK without a list means all.
  if (result.ids.empty() && result.errors.empty()) result.ids = ids;
  return result;
}

}  // namespace sparkgate::tiktok
