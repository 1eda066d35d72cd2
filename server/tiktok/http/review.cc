#include "base/error.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr std::string_view kAdReviews = "ad/review_info";
constexpr std::string_view kAdGroupReviews = "adgroup/review_info";
constexpr std::string_view kAppeal = "adgroup/appeal";

std::vector<Rejection> ReadRejections(const json::object& row) {
  std::vector<Rejection> rejections;
  for (const json::object* info : Objects(row, "reject_info")) {
    rejections.push_back({Text(*info, "suggestion"), TextList(*info, "reasons")});
  }
  return rejections;
}

AdReview ReadAdReview(const json::object& row) {
  return {.review_status = Text(row, "review_status"),
          .is_approved = Flag(row, "is_approved"),
          .last_audit_time = Time(row, "last_audit_time"),
          .forbidden_locations = TextList(row, "forbidden_locations"),
          .forbidden_ages = TextList(row, "forbidden_ages"),
          .forbidden_placements = TextList(row, "forbidden_placements"),
          .rejections = ReadRejections(row)};
}

AdGroupReview ReadAdGroupReview(const json::object& row) {
  return {.review_status = Text(row, "review_status"),
          .is_approved = Flag(row, "is_approved"),
          .appeal_status = Text(row, "appeal_status"),
          .last_audit_time = Time(row, "last_audit_time"),
          // The documentation spells it both ways.
          .contains_rejected_ads =
              Flag(row, "contain_rejected_ads") || Flag(row, "contains_rejected_ads"),
          .forbidden_locations = TextList(row, "forbidden_locations"),
          .forbidden_ages = TextList(row, "forbidden_ages"),
          .forbidden_placements = TextList(row, "forbidden_placements"),
          .rejections = ReadRejections(row)};
}

std::map<std::string, AdReview> ReadAdReviews(const json::object& map) {
  std::map<std::string, AdReview> reviews;
  for (const auto& [ad_id, value] : map) {
    if (value.is_object()) reviews[std::string(ad_id)] = ReadAdReview(value.get_object());
  }
  return reviews;
}

class HttpReviewApi final : public ReviewApi {
 public:
  explicit HttpReviewApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<std::map<std::string, AdReview>> GetAdReviews(
      const Call& call, std::string_view advertiser_id,
      const std::vector<std::string>& ad_ids) override {
    Query query;
    query.Add("advertiser_id", advertiser_id).Add("ad_ids", ad_ids);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kAdReviews, query));
    return ReadAdReviews(Child(data, "ad_review_map"));
  }

  absl::StatusOr<std::map<std::string, AdGroupReview>> GetAdGroupReviews(
      const Call& call, std::string_view advertiser_id,
      const std::vector<std::string>& adgroup_ids) override {
    Query query;
    query.Add("advertiser_id", advertiser_id).Add("adgroup_ids", adgroup_ids);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kAdGroupReviews, query));
    std::map<std::string, AdGroupReview> reviews;
    for (const auto& [id, value] : Child(data, "ad_group_review_map")) {
      if (value.is_object()) reviews[std::string(id)] = ReadAdGroupReview(value.get_object());
    }
    for (const auto& [id, value] : Child(data, "ad_review_map")) {
      if (value.is_object()) reviews[std::string(id)].ads = ReadAdReviews(value.get_object());
    }
    return reviews;
  }

  absl::Status Appeal(const Call& call, const NewAppeal& appeal) override {
    json::object body = {{"advertiser_id", appeal.advertiser_id},
                         {"adgroup_id", appeal.adgroup_id}};
    SetIfAny(&body, "ad_id", appeal.ad_id);
    SetIfAny(&body, "appeal_reason", appeal.reason);
    return api_.Post(call, kAppeal, body).status();
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<ReviewApi> NewHttpReviewApi(const OpenApi& api) {
  return std::make_unique<HttpReviewApi>(api);
}

}  // namespace sparkgate::tiktok
