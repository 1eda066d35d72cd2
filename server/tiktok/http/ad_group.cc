#include "base/error.h"
#include "server/tiktok/http/ad_object.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

void AddTargeting(const NewAdGroup& group, json::object* body) {
  (*body)["placement_type"] =
      group.placements.empty() ? "PLACEMENT_TYPE_AUTOMATIC" : "PLACEMENT_TYPE_NORMAL";
  SetIfAny(body, "placements", group.placements);
  SetIfAny(body, "location_ids", group.location_ids);
  SetIfAny(body, "age_groups", group.age_groups);
  SetIfAny(body, "gender", group.gender);
  SetIfAny(body, "languages", group.languages);
}

void AddSchedule(const NewAdGroup& group, json::object* body) {
  (*body)["schedule_type"] =
      group.schedule_end.has_value() ? "SCHEDULE_START_END" : "SCHEDULE_FROM_NOW";
  (*body)["schedule_start_time"] = UtcText(group.schedule_start);
  if (group.schedule_end.has_value()) {
    (*body)["schedule_end_time"] = UtcText(*group.schedule_end);
  }
}

// Which field holds the bid follows from the billing event (facts 7.3).
void AddBid(const NewAdGroup& group, json::object* body) {
  (*body)["optimization_goal"] = group.optimization_goal;
  (*body)["billing_event"] = group.billing_event;
  (*body)["bid_type"] = group.bid_micros.has_value() ? "BID_TYPE_CUSTOM" : "BID_TYPE_NO_BID";
  if (group.bid_micros.has_value()) {
    const bool per_conversion = group.billing_event == "OCPM";
    (*body)[per_conversion ? "conversion_bid_price" : "bid_price"] = Money(*group.bid_micros);
  }
  SetIfAny(body, "bid_display_mode", group.bid_display_mode);
  SetIfAny(body, "pacing", group.pacing);
  if (group.frequency.has_value()) (*body)["frequency"] = *group.frequency;
  if (group.frequency_days.has_value()) (*body)["frequency_schedule"] = *group.frequency_days;
}

json::object Body(const NewAdGroup& group) {
  json::object body = {
      {"advertiser_id", group.advertiser_id}, {"campaign_id", group.campaign_id},
      {"adgroup_name", group.name},           {"budget_mode", group.budget_mode},
      {"budget", Money(group.budget_micros)}, {"operation_status", OperationStatus(group.enabled)}};
  SetIfAny(&body, "promotion_type", group.promotion_type);
  SetIfAny(&body, "pixel_id", group.pixel_id);
  SetIfAny(&body, "optimization_event", group.optimization_event);
  SetIfAny(&body, "request_id", group.request_id);
  AddTargeting(group, &body);
  AddSchedule(group, &body);
  AddBid(group, &body);
  return body;
}

// As AddBid sends it.
int64_t Bid(const json::object& row) {
  const int64_t per_conversion = Micros(row, "conversion_bid_price");
  return per_conversion != 0 ? per_conversion : Micros(row, "bid_price");
}

AdGroup ReadAdGroup(const json::object& row) {
  return {.adgroup_id = Id(row, "adgroup_id"),
          .campaign_id = Id(row, "campaign_id"),
          .advertiser_id = Id(row, "advertiser_id"),
          .name = Text(row, "adgroup_name"),
          .budget_mode = Text(row, "budget_mode"),
          .budget_micros = Micros(row, "budget"),
          .operation_status = Text(row, "operation_status"),
          .secondary_status = Text(row, "secondary_status"),
          .schedule_start = Time(row, "schedule_start_time"),
          .schedule_end = Time(row, "schedule_end_time"),
          .optimization_goal = Text(row, "optimization_goal"),
          .billing_event = Text(row, "billing_event"),
          .bid_micros = Bid(row),
          .placements = TextList(row, "placements"),
          .location_ids = TextList(row, "location_ids"),
          .age_groups = TextList(row, "age_groups"),
          .gender = Text(row, "gender"),
          .languages = TextList(row, "languages"),
          .frequency = static_cast<int>(Count(row, "frequency")),
          .frequency_days = static_cast<int>(Count(row, "frequency_schedule")),
          .pixel_id = Id(row, "pixel_id"),
          .optimization_event = Text(row, "optimization_event"),
          .create_time = Time(row, "create_time"),
          .modify_time = Time(row, "modify_time")};
}

class HttpAdGroupApi final : public AdGroupApi {
 public:
  explicit HttpAdGroupApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<AdGroup> Create(const Call& call, const NewAdGroup& ad_group) override {
    const std::string path = kAdGroupKind.Path("create");
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Post(call, path, Body(ad_group)));
    AdGroup created = ReadAdGroup(data);
    if (created.adgroup_id.empty()) {
      return AnswerLacks("adgroup_id", {.path = path, .mutation = true});
    }
    return created;
  }

  absl::StatusOr<AdGroupPage> Get(const Call& call, const AdObjectQuery& query) override {
    SG_ASSIGN_OR_RETURN(const json::object data,
                        api_.Get(call, kAdGroupKind.Path("get"), GetQuery(kAdGroupKind, query)));
    SG_ASSIGN_OR_RETURN(const PageInfo page_info, ReadPageInfo(data, kAdGroupKind.Path("get")));
    AdGroupPage page = {.page_info = page_info};
    for (const json::object* row : Objects(data, "list")) {
      page.ad_groups.push_back(ReadAdGroup(*row));
    }
    return page;
  }

  absl::StatusOr<SwitchResult> UpdateStatus(const Call& call, std::string_view advertiser_id,
                                            const std::vector<std::string>& ids,
                                            Switch to) override {
    return SwitchObjects(api_, call, kAdGroupKind, advertiser_id, ids, to);
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<AdGroupApi> NewHttpAdGroupApi(const OpenApi& api) {
  return std::make_unique<HttpAdGroupApi>(api);
}

}  // namespace sparkgate::tiktok
