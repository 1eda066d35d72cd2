#include "base/error.h"
#include "server/tiktok/http/ad_object.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

json::object Body(const NewCampaign& campaign) {
  json::object body = {{"advertiser_id", campaign.advertiser_id},
                       {"campaign_name", campaign.name},
                       {"objective_type", campaign.objective_type},
                       {"budget_mode", campaign.budget_mode},
                       {"operation_status", OperationStatus(campaign.enabled)}};
  if (campaign.budget_micros.has_value()) body["budget"] = Money(*campaign.budget_micros);
  SetIfAny(&body, "request_id", campaign.request_id);
  return body;
}

Campaign ReadCampaign(const json::object& row) {
  return {.campaign_id = Id(row, "campaign_id"),
          .advertiser_id = Id(row, "advertiser_id"),
          .name = Text(row, "campaign_name"),
          .objective_type = Text(row, "objective_type"),
          .budget_mode = Text(row, "budget_mode"),
          .budget_micros = Micros(row, "budget"),
          .operation_status = Text(row, "operation_status"),
          .secondary_status = Text(row, "secondary_status"),
          .create_time = Time(row, "create_time"),
          .modify_time = Time(row, "modify_time")};
}

class HttpCampaignApi final : public CampaignApi {
 public:
  explicit HttpCampaignApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<Campaign> Create(const Call& call, const NewCampaign& campaign) override {
    const std::string path = kCampaignKind.Path("create");
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Post(call, path, Body(campaign)));
    Campaign created = ReadCampaign(data);
    if (created.campaign_id.empty()) {
      return AnswerLacks("campaign_id", {.path = path, .mutation = true});
    }
    return created;
  }

  absl::StatusOr<CampaignPage> Get(const Call& call, const AdObjectQuery& query) override {
    SG_ASSIGN_OR_RETURN(const json::object data,
                        api_.Get(call, kCampaignKind.Path("get"), GetQuery(kCampaignKind, query)));
    SG_ASSIGN_OR_RETURN(const PageInfo page_info, ReadPageInfo(data, kCampaignKind.Path("get")));
    CampaignPage page = {.page_info = page_info};
    for (const json::object* row : Objects(data, "list")) {
      page.campaigns.push_back(ReadCampaign(*row));
    }
    return page;
  }

  absl::StatusOr<SwitchResult> UpdateStatus(const Call& call, std::string_view advertiser_id,
                                            const std::vector<std::string>& ids,
                                            Switch to) override {
    return SwitchObjects(api_, call, kCampaignKind, advertiser_id, ids, to);
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<CampaignApi> NewHttpCampaignApi(const OpenApi& api) {
  return std::make_unique<HttpCampaignApi>(api);
}

}  // namespace sparkgate::tiktok
