#include "server/store/sql/ad_tables.h"

#include <array>

#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {
namespace {

template <class V, class R>
void VisitPublished(V& visit, R& published) {
  visit("operation_status", published.operation_status);
  visit("stage", published.stage);
  visit("tiktok_id", published.tiktok_id);
  visit("tiktok_secondary_status", published.tiktok_secondary_status);
  visit("failure", published.failure);
  visit("adopted", published.adopted);
  visit("create_time", published.create_time);
}

}  // namespace

template <>
struct Described<Campaign> {
  static constexpr std::string_view kTable = "campaigns";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& campaign) {
    visit("workspace", campaign.workspace);
    visit("id", campaign.id);
    VisitPublished(visit, campaign);
    visit("ad_account", campaign.ad_account);
    visit("display_name", campaign.display_name);
    visit("objective", campaign.objective);
    visit("budget_mode", campaign.budget_mode);
    visit("budget_micros", campaign.budget_micros);
    visit("tiktok_objective", campaign.tiktok_objective);
  }
};

template <>
struct Described<AdGroup> {
  static constexpr std::string_view kTable = "ad_groups";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& group) {
    visit("workspace", group.workspace);
    visit("id", group.id);
    VisitPublished(visit, group);
    visit("campaign", group.campaign);
    visit("ad_account", group.ad_account);
    visit("display_name", group.display_name);
    visit("optimization_goal", group.optimization_goal);
    visit("billing_event", group.billing_event);
    visit("bid_micros", group.bid_micros);
    visit("budget_mode", group.budget_mode);
    visit("budget_micros", group.budget_micros);
    visit("schedule_start", group.schedule_start);
    visit("schedule_end", group.schedule_end);
    visit("placements", group.placements);
    visit("location_ids", group.location_ids);
    visit("age_groups", group.age_groups);
    visit("gender", group.gender);
    visit("languages", group.languages);
    visit("frequency", group.frequency);
    visit("frequency_days", group.frequency_days);
    visit("pixel_id", group.pixel_id);
    visit("optimization_event", group.optimization_event);
  }
};

template <>
struct Described<Ad> {
  static constexpr std::string_view kTable = "ads";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& ad) {
    visit("workspace", ad.workspace);
    visit("id", ad.id);
    VisitPublished(visit, ad);
    visit("ad_group", ad.ad_group);
    visit("campaign", ad.campaign);
    visit("ad_account", ad.ad_account);
    visit("display_name", ad.display_name);
    visit("item_id", ad.item_id);
    visit("identity_type", ad.identity_type);
    visit("call_to_action", ad.call_to_action);
    visit("landing_page_url", ad.landing_page_url);
    visit("dark_post", ad.dark_post);
    visit("promotional_music_disabled", ad.promotional_music_disabled);
    visit("review_state", ad.review.state);
    visit("review_rereview", ad.review.rereview);
    visit("review_old_version_running", ad.review.old_version_running);
    visit("review_reject_reasons", ad.review.reject_reasons);
    visit("review_suggestions", ad.review.suggestions);
    visit("review_forbidden_locations", ad.review.forbidden_locations);
    visit("review_forbidden_ages", ad.review.forbidden_ages);
    visit("review_forbidden_placements", ad.review.forbidden_placements);
    visit("review_submit_time", ad.review.submit_time);
    visit("review_decide_time", ad.review.decide_time);
    visit("review_appeal", ad.review.appeal);
    visit("review_appeal_time", ad.review.appeal_time);
    visit("delivery_state", ad.delivery.state);
    visit("delivery_reasons", ad.delivery.reasons);
    visit("has_delivered", ad.has_delivered);
  }
};

// Reads only.
template <>
struct Described<AdMirror> {
  static constexpr std::string_view kTable = "ads";
  static constexpr std::array<std::string_view, 1> kKey = {"id"};
  template <class V, class R>
  static void Visit(V&& visit, R& ad) {
    visit("id", ad.id);
    visit("ad_group", ad.ad_group);
    visit("tiktok_id", ad.tiktok_id);
    visit("operation_status", ad.operation_status);
    visit("tiktok_secondary_status", ad.tiktok_secondary_status);
    visit("review_state", ad.review_state);
    visit("review_rereview", ad.rereview);
    visit("review_submit_time", ad.submit_time);
    visit("review_appeal", ad.appeal);
    visit("review_appeal_time", ad.appeal_time);
  }
};

namespace {

template <class Object>
absl::StatusOr<std::optional<Object>> SelectByTikTokId(Connection& connection,
                                                       const std::string& workspace,
                                                       const std::string& tiktok_id) {
  // As in the index, which leaves drafts out.
  static const auto* const kSql = new std::string(
      TableOf<Object>().select + " WHERE workspace = ? AND tiktok_id = ? AND tiktok_id <> ''");
  return SelectOne<Object>(connection, *kSql, {workspace, tiktok_id});
}

}  // namespace

absl::StatusOr<std::optional<Campaign>> SqlCampaignTable::Get(const std::string& workspace,
                                                              const std::string& id) const {
  return SelectByKey<Campaign>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<Campaign>> SqlCampaignTable::FindByTikTokId(
    const std::string& workspace, const std::string& tiktok_id) const {
  return SelectByTikTokId<Campaign>(connection_, workspace, tiktok_id);
}

absl::StatusOr<std::vector<Campaign>> SqlCampaignTable::List(const std::string& workspace,
                                                             const std::string& ad_account,
                                                             const Page& page) const {
  Query query(TableOf<Campaign>().select);
  query.Where("workspace = ?", {workspace});
  if (!ad_account.empty()) query.Where("ad_account = ?", {ad_account});
  query.Where("stage <> ?", {Number(Stage::kDeleted)});
  return SelectAll<Campaign>(connection_, PagedById(query, page));
}

absl::Status SqlCampaignTable::Put(const Campaign& campaign) {
  return Upsert(connection_, campaign);
}

absl::StatusOr<std::optional<AdGroup>> SqlAdGroupTable::Get(const std::string& workspace,
                                                            const std::string& id) const {
  return SelectByKey<AdGroup>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<AdGroup>> SqlAdGroupTable::FindByTikTokId(
    const std::string& workspace, const std::string& tiktok_id) const {
  return SelectByTikTokId<AdGroup>(connection_, workspace, tiktok_id);
}

absl::StatusOr<std::vector<AdGroup>> SqlAdGroupTable::List(const std::string& workspace,
                                                           const std::string& campaign,
                                                           const Page& page) const {
  Query query(TableOf<AdGroup>().select);
  query.Where("workspace = ?", {workspace});
  if (!campaign.empty()) query.Where("campaign = ?", {campaign});
  query.Where("stage <> ?", {Number(Stage::kDeleted)});
  return SelectAll<AdGroup>(connection_, PagedById(query, page));
}

absl::Status SqlAdGroupTable::Put(const AdGroup& group) { return Upsert(connection_, group); }

absl::StatusOr<std::optional<Ad>> SqlAdTable::Get(const std::string& workspace,
                                                  const std::string& id) const {
  return SelectByKey<Ad>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<Ad>> SqlAdTable::FindByTikTokId(const std::string& workspace,
                                                             const std::string& tiktok_id) const {
  return SelectByTikTokId<Ad>(connection_, workspace, tiktok_id);
}

absl::StatusOr<std::vector<Ad>> SqlAdTable::List(const std::string& workspace, const Filter& filter,
                                                 const Page& page) const {
  Query query(TableOf<Ad>().select);
  query.Where("workspace = ?", {workspace});
  if (!filter.ad_group.empty()) query.Where("ad_group = ?", {filter.ad_group});
  if (!filter.campaign.empty()) query.Where("campaign = ?", {filter.campaign});
  if (!filter.ad_account.empty()) query.Where("ad_account = ?", {filter.ad_account});
  if (!filter.item_id.empty()) query.Where("item_id = ?", {filter.item_id});
  if (filter.stage.has_value()) query.Where("stage = ?", {Number(*filter.stage)});
  query.Where("stage <> ?", {Number(Stage::kDeleted)});
  return SelectAll<Ad>(connection_, PagedById(query, page));
}

absl::StatusOr<std::vector<AdMirror>> SqlAdTable::ListMirrors(const std::string& workspace,
                                                              const std::string& ad_account,
                                                              bool in_review) const {
  Query query(TableOf<AdMirror>().select);
  query.Where("workspace = ?", {workspace}).Where("ad_account = ?", {ad_account});
  query.Where("stage = ?", {Number(Stage::kLive)});
  if (in_review) {
    query.Where(
        "(review_state IN (?, ?) OR review_rereview <> 0 OR review_appeal = ?)",
        {Number(ReviewState::kNone), Number(ReviewState::kInReview), Number(AppealState::kOpen)});
  }
  query.Then(" ORDER BY id");
  return SelectAll<AdMirror>(connection_, query);
}

absl::Status SqlAdTable::Put(const Ad& ad) { return Upsert(connection_, ad); }

}  // namespace sparkgate::server::sql
