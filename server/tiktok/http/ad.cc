#include "base/error.h"
#include "server/tiktok/http/ad_object.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

json::object Creative(const NewAd& ad) {
  json::object creative = {{"ad_name", ad.name},
                           {"identity_type", ad.identity_type},
                           {"identity_id", ad.identity_id},
                           {"tiktok_item_id", ad.tiktok_item_id},
                           {"ad_format", ad.ad_format},
                           {"dark_post_status", ad.dark_post ? "ON" : "OFF"}};
  SetIfAny(&creative, "call_to_action", ad.call_to_action);
  SetIfAny(&creative, "landing_page_url", ad.landing_page_url);
  SetIfAny(&creative, "tiktok_page_category", ad.tiktok_page_category);
  if (ad.promotional_music_disabled.has_value()) {
    creative["promotional_music_disabled"] = *ad.promotional_music_disabled;
  }
  return creative;
}

json::object Body(const NewAd& ad, json::object creative) {
  return {{"advertiser_id", ad.advertiser_id},
          {"adgroup_id", ad.adgroup_id},
          {"creatives", json::array{std::move(creative)}}};
}

Ad ReadAd(const json::object& row) {
  return {.ad_id = Id(row, "ad_id"),
          .adgroup_id = Id(row, "adgroup_id"),
          .campaign_id = Id(row, "campaign_id"),
          .advertiser_id = Id(row, "advertiser_id"),
          .name = Text(row, "ad_name"),
          .identity_id = Id(row, "identity_id"),
          .identity_type = Text(row, "identity_type"),
          .tiktok_item_id = Id(row, "tiktok_item_id"),
          .call_to_action = Text(row, "call_to_action"),
          .landing_page_url = Text(row, "landing_page_url"),
          .operation_status = Text(row, "operation_status"),
          .secondary_status = Text(row, "secondary_status"),
          .create_time = Time(row, "create_time"),
          .modify_time = Time(row, "modify_time")};
}

// The answer has the id in a list and, in most cases, the whole ad in another.
Ad ReadCreated(const json::object& data) {
  const auto creatives = Objects(data, "creatives");
  Ad ad = creatives.empty() ? Ad{} : ReadAd(*creatives.front());
  const std::vector<std::string> ids = TextList(data, "ad_ids");
  if (ad.ad_id.empty() && !ids.empty()) ad.ad_id = ids.front();
  return ad;
}

class HttpAdApi final : public AdApi {
 public:
  explicit HttpAdApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<Ad> Create(const Call& call, const NewAd& ad) override {
    const std::string path = kAdKind.Path("create");
    json::object creative = Creative(ad);
    creative["operation_status"] = OperationStatus(ad.enabled);
    SG_ASSIGN_OR_RETURN(const json::object data,
                        api_.Post(call, path, Body(ad, std::move(creative))));
    Ad created = ReadCreated(data);
    if (created.ad_id.empty()) return AnswerLacks("ad_id", {.path = path, .mutation = true});
    return created;
  }

  absl::Status Update(const Call& call, std::string_view ad_id, const NewAd& ad) override {
    json::object creative = Creative(ad);
    creative["ad_id"] = ad_id;
    return api_.Post(call, kAdKind.Path("update"), Body(ad, std::move(creative))).status();
  }

  absl::StatusOr<AdPage> Get(const Call& call, const AdObjectQuery& query) override {
    SG_ASSIGN_OR_RETURN(const json::object data,
                        api_.Get(call, kAdKind.Path("get"), GetQuery(kAdKind, query)));
    SG_ASSIGN_OR_RETURN(const PageInfo page_info, ReadPageInfo(data, kAdKind.Path("get")));
    AdPage page = {.page_info = page_info};
    for (const json::object* row : Objects(data, "list")) page.ads.push_back(ReadAd(*row));
    return page;
  }

  absl::StatusOr<SwitchResult> UpdateStatus(const Call& call, std::string_view advertiser_id,
                                            const std::vector<std::string>& ids,
                                            Switch to) override {
    return SwitchObjects(api_, call, kAdKind, advertiser_id, ids, to);
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<AdApi> NewHttpAdApi(const OpenApi& api) { return std::make_unique<HttpAdApi>(api); }

}  // namespace sparkgate::tiktok
