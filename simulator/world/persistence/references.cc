#include "simulator/world/persistence/references.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/persistence/broken_file.h"
#include "simulator/world/review/desk.h"
#include "simulator/world/review/line.h"
#include "simulator/world/tcm_requests.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kLongestShownId = 64;  // of an id: a file's may be of any length

// A kind of thing, and how to tell whether the world holds one.
struct KindOfThing {
  std::string_view name;
  bool (*holds)(const WorldState& state, std::string_view id);
  bool secret = false;  // its id isn't shown
};

template <auto kTable>
bool HasRow(const WorldState& state, std::string_view id) {
  return (state.*kTable).contains(id);
}

bool IsCreatorsIdentity(const WorldState& state, std::string_view id) {
  const Identity* identity = Find(state.identities, id);
  return identity != nullptr && !identity->creator_id.empty();
}

bool IsWaitingAd(const WorldState& state, std::string_view id) {
  const Review* review = Find(state.reviews, id);
  return review != nullptr && WaitingSince(*review).has_value();
}

constexpr bool kSecret = true;
constexpr KindOfThing kAnApp = {"app", HasRow<&WorldState::apps>};
constexpr KindOfThing kACreator = {"creator", HasRow<&WorldState::creators>};
constexpr KindOfThing kAPost = {"post", HasRow<&WorldState::posts>};
constexpr KindOfThing kACode = {"code", HasRow<&WorldState::codes>, kSecret};
constexpr KindOfThing kAnOauthCode = {"OAuth code", HasRow<&WorldState::oauth_codes>, kSecret};
constexpr KindOfThing kAToken = {"token", HasRow<&WorldState::tokens>, kSecret};
constexpr KindOfThing kAConsent = {"consent", HasRow<&WorldState::grants>};
constexpr KindOfThing kACreatorToken = {"creator's token", HasRow<&WorldState::creator_tokens>,
                                        kSecret};
constexpr KindOfThing kARefreshToken = {"refresh token", HasRow<&WorldState::refresh_tokens>,
                                        kSecret};
constexpr KindOfThing kAnAccount = {"ad account", HasRow<&WorldState::advertisers>};
constexpr KindOfThing kASparkPost = {"Spark post", HasRow<&WorldState::spark_posts>};
constexpr KindOfThing kAnIdentity = {"identity", HasRow<&WorldState::identities>};
constexpr KindOfThing kACreatorsIdentity = {"creator's identity", IsCreatorsIdentity};
constexpr KindOfThing kACampaign = {"campaign", HasRow<&WorldState::campaigns>};
constexpr KindOfThing kAGroup = {"ad group", HasRow<&WorldState::ad_groups>};
constexpr KindOfThing kAnAd = {"ad", HasRow<&WorldState::ads>};
constexpr KindOfThing kAHistory = {"spend history", HasRow<&WorldState::spend_histories>};
constexpr KindOfThing kAReview = {"review", HasRow<&WorldState::reviews>};
constexpr KindOfThing kAWaitingAd = {"waiting ad", IsWaitingAd};
constexpr KindOfThing kATcmRequest = {"TCM request", HasRow<&WorldState::tcm_requests>};
constexpr KindOfThing kASubscription = {"subscription", HasRow<&WorldState::subscriptions>};
constexpr KindOfThing kADelivery = {"webhook", HasRow<&WorldState::deliveries>};
constexpr KindOfThing kAName = {"name", HasRow<&WorldState::names>};

// A thing as an error calls it.
std::string Called(const KindOfThing& kind, std::string_view id) {
  const bool shown = !kind.secret && id.size() <= kLongestShownId;
  return shown ? fmt::format("{} \"{}\"", kind.name, id) : fmt::format("some {}", kind.name);
}

absl::Status Names(const WorldState& state, const KindOfThing& of, std::string_view holder,
                   const KindOfThing& kind, std::string_view id) {
  if (kind.holds(state, id)) return absl::OkStatus();
  return WorldFileBroken(
      fmt::format("{} names {}, which isn't there", Called(of, holder), Called(kind, id)));
}

absl::Status IsKeptUnder(const KindOfThing& kind, std::string_view key, std::string_view id) {
  if (key == id) return absl::OkStatus();
  return WorldFileBroken(fmt::format("{} is kept under another id", Called(kind, key)));
}

// Where a row names something.
enum class Need { kAlways, kIfAny };
template <class Row>
struct Reference {
  std::variant<std::string Row::*, std::vector<std::string> Row::*> field;
  KindOfThing kind;
  Need need = Need::kAlways;  // of one that isn't a list
};

template <class Row>
absl::Status CheckRow(const WorldState& state, const KindOfThing& of, std::string_view key,
                      const Row& row, const std::vector<Reference<Row>>& references) {
  for (const Reference<Row>& reference : references) {
    if (const auto* one = std::get_if<0>(&reference.field)) {
      const std::string& id = row.**one;
      if (id.empty() && reference.need == Need::kIfAny) continue;
      SG_RETURN_IF_ERROR(Names(state, of, key, reference.kind, id));
    } else {
      for (const std::string& id : row.*std::get<1>(reference.field)) {
        SG_RETURN_IF_ERROR(Names(state, of, key, reference.kind, id));
      }
    }
  }
  return absl::OkStatus();
}

// All rows of a kind: each is kept under its id and names only what is there.
template <class Row>
absl::Status CheckRows(const WorldState& state, const KindOfThing& of, const Table<Row>& rows,
                       std::string Row::*id, const std::vector<Reference<Row>>& references) {
  for (const auto& [key, row] : rows) {
    SG_RETURN_IF_ERROR(IsKeptUnder(of, key, row.*id));
    SG_RETURN_IF_ERROR(CheckRow(state, of, key, row, references));
  }
  return absl::OkStatus();
}

absl::Status CheckPeople(const WorldState& state) {
  SG_RETURN_IF_ERROR(CheckRows(state, kAnApp, state.apps, &App::id, {}));
  SG_RETURN_IF_ERROR(CheckRows(state, kACreator, state.creators, &CreatorAccount::id,
                               {{&CreatorAccount::post_ids, kAPost}}));
  SG_RETURN_IF_ERROR(CheckRows(state, kAPost, state.posts, &Post::id,
                               {{&Post::creator_id, kACreator},
                                {&Post::duet_original_id, kAPost, Need::kIfAny},
                                {&Post::stitch_original_id, kAPost, Need::kIfAny},
                                {&Post::mentioned_ids, kAPost},
                                {&Post::code, kACode, Need::kIfAny},
                                {&Post::deleted_code, kACode, Need::kIfAny},
                                {&Post::ad_ids, kAnAd},
                                {&Post::advertiser_ids, kAnAccount},
                                {&Post::subscription_ids, kASubscription}}));
  return CheckRows(state, kACode, state.codes, &Code::value, {{&Code::post_id, kAPost}});
}

absl::Status CheckConsents(const WorldState& state) {
  SG_RETURN_IF_ERROR(CheckRows(state, kAnOauthCode, state.oauth_codes, &OauthCode::value,
                               {{&OauthCode::app_id, kAnApp},
                                {&OauthCode::creator_id, kACreator, Need::kIfAny},
                                {&OauthCode::advertiser_ids, kAnAccount}}));
  for (const auto& [value, code] : state.oauth_codes) {
    if (code.kind != ConsentKind::kCreator) continue;
    SG_RETURN_IF_ERROR(Names(state, kAnOauthCode, value, kACreator, code.creator_id));
  }
  SG_RETURN_IF_ERROR(CheckRows(
      state, kAToken, state.tokens, &AdvertiserToken::value,
      {{&AdvertiserToken::app_id, kAnApp}, {&AdvertiserToken::advertiser_ids, kAnAccount}}));
  SG_RETURN_IF_ERROR(CheckRows(state, kAConsent, state.grants, &CreatorGrant::open_id,
                               {{&CreatorGrant::app_id, kAnApp},
                                {&CreatorGrant::creator_id, kACreator},
                                {&CreatorGrant::access_tokens, kACreatorToken}}));
  SG_RETURN_IF_ERROR(CheckRows(state, kACreatorToken, state.creator_tokens, &CreatorToken::value,
                               {{&CreatorToken::open_id, kAConsent}}));
  for (const auto& [value, open_id] : state.refresh_tokens) {
    SG_RETURN_IF_ERROR(Names(state, kARefreshToken, value, kAConsent, open_id));
  }
  return absl::OkStatus();
}

absl::Status CheckLibraries(const WorldState& state) {
  SG_RETURN_IF_ERROR(CheckRows(state, kAnAccount, state.advertisers, &AdvertiserAccount::id,
                               {{&AdvertiserAccount::identity_ids, kAnIdentity},
                                {&AdvertiserAccount::campaign_ids, kACampaign},
                                {&AdvertiserAccount::subscription_ids, kASubscription}}));
  for (const auto& [id, account] : state.advertisers) {
    for (const std::string& post_id : account.spark_post_ids) {
      SG_RETURN_IF_ERROR(Names(state, kAnAccount, id, kASparkPost, SparkPostKey(id, post_id)));
    }
  }
  for (const auto& [key, held] : state.spark_posts) {
    SG_RETURN_IF_ERROR(
        IsKeptUnder(kASparkPost, key, SparkPostKey(held.advertiser_id, held.post_id)));
    SG_RETURN_IF_ERROR(CheckRow(state, kASparkPost, key, held,
                                {{&SparkPost::advertiser_id, kAnAccount},
                                 {&SparkPost::post_id, kAPost},
                                 {&SparkPost::code, kACode},
                                 {&SparkPost::identity_id, kACreatorsIdentity}}));
  }
  return CheckRows(
      state, kAnIdentity, state.identities, &Identity::id,
      {{&Identity::advertiser_id, kAnAccount}, {&Identity::creator_id, kACreator, Need::kIfAny}});
}

absl::Status CheckAds(const WorldState& state) {
  SG_RETURN_IF_ERROR(
      CheckRows(state, kACampaign, state.campaigns, &Campaign::id,
                {{&Campaign::advertiser_id, kAnAccount}, {&Campaign::ad_group_ids, kAGroup}}));
  SG_RETURN_IF_ERROR(CheckRows(state, kAGroup, state.ad_groups, &AdGroup::id,
                               {{&AdGroup::advertiser_id, kAnAccount},
                                {&AdGroup::campaign_id, kACampaign},
                                {&AdGroup::ad_ids, kAnAd},
                                {&AdGroup::denied_by, kAnAd},
                                {&AdGroup::subscription_ids, kASubscription}}));
  SG_RETURN_IF_ERROR(CheckRows(state, kAnAd, state.ads, &Ad::id,
                               {{&Ad::advertiser_id, kAnAccount},
                                {&Ad::campaign_id, kACampaign},
                                {&Ad::ad_group_id, kAGroup},
                                {&Ad::identity_id, kACreatorsIdentity},
                                {&Ad::post_id, kAPost},
                                {&Ad::subscription_ids, kASubscription}}));
  for (const auto& [key, id] : state.names) {
    const KindOfThing& kind = key.starts_with("campaign/")   ? kACampaign
                              : key.starts_with("ad_group/") ? kAGroup
                                                             : kACreator;
    SG_RETURN_IF_ERROR(Names(state, kAName, key, kind, id));
  }
  return absl::OkStatus();
}

// Terms hold from one instant to the next one's, and runs lie apart.
template <class Part>
bool InOrder(const std::vector<Part>& parts) {
  return std::ranges::is_sorted(parts, {}, &Part::from);
}

absl::Status CheckHistory(const WorldState& state, std::string_view account_id,
                          const SpendHistory& history) {
  const auto names = [&](const KindOfThing& kind, std::string_view id) {
    return Names(state, kAHistory, account_id, kind, id);
  };
  const auto lacks_terms = [&](const KindOfThing& kind, std::string_view id) {
    return WorldFileBroken(
        fmt::format("{} has no terms of {}", Called(kAHistory, account_id), Called(kind, id)));
  };
  SG_RETURN_IF_ERROR(names(kAnAccount, account_id));
  if (history.terms.empty()) return lacks_terms(kAnAccount, account_id);
  bool in_order = InOrder(history.terms);
  for (const auto& [campaign_id, terms] : history.campaigns) {
    SG_RETURN_IF_ERROR(names(kACampaign, campaign_id));
    if (terms.empty()) return lacks_terms(kACampaign, campaign_id);
    in_order = in_order && InOrder(terms);
  }
  for (const auto& [group_id, group] : history.groups) {
    SG_RETURN_IF_ERROR(names(kAGroup, group_id));
    if (group.terms.empty()) return lacks_terms(kAGroup, group_id);
    in_order = in_order && InOrder(group.terms);
    if (!history.campaigns.contains(group.campaign_id)) {
      return lacks_terms(kACampaign, group.campaign_id);
    }
    for (const auto& [ad_id, runs] : group.ads) {
      SG_RETURN_IF_ERROR(names(kAnAd, ad_id));
      SG_RETURN_IF_ERROR(names(kAPost, runs.post_id));
      in_order = in_order && InOrder(runs.runs);
    }
  }
  if (in_order) return absl::OkStatus();
  return WorldFileBroken(fmt::format("{} is out of order", Called(kAHistory, account_id)));
}

absl::Status CheckReviews(const WorldState& state) {
  SG_RETURN_IF_ERROR(
      CheckRows(state, kAReview, state.reviews, &Review::ad_id, {{&Review::ad_id, kAnAd}}));
  for (const auto& [ad_id, review] : state.reviews) {
    // The desk knows ads by their numbers.
    SG_RETURN_IF_ERROR(IsKeptUnder(kAReview, ad_id, AdIdOf(AdNumber(ad_id))));
  }
  for (const auto& [ad, decisions] : state.review_script) {
    if (decisions.empty()) return WorldFileBroken("a review's script has no decision");
  }
  const ReviewDesk& desk = state.review_desk;
  if (HasDesk(state) && desk.busy.size() != state.review_policy.desk->shifts.size()) {
    return WorldFileBroken("the review desk counts other shifts than its plan has");
  }
  for (const ReviewCase& taken : desk.cases) {
    if (taken.shift >= std::ssize(desk.busy)) {
      return WorldFileBroken(
          fmt::format("the review desk names shift {}, which isn't there", taken.shift));
    }
    if (taken.other || IsWaitingAd(state, AdIdOf(taken.ad))) continue;
    return WorldFileBroken(fmt::format("the review desk names {}, which isn't there",
                                       Called(kAWaitingAd, AdIdOf(taken.ad))));
  }
  return absl::OkStatus();
}

// Where the subscriptions of its kind are kept.
absl::Status CheckObjectOf(const WorldState& state, const Subscription& subscription) {
  const auto names = [&](const KindOfThing& kind, std::string_view id) {
    return Names(state, kASubscription, subscription.id, kind, id);
  };
  if (subscription.entity == "AD") return names(kAnAd, subscription.ad_id);
  if (subscription.entity == "AD_GROUP") return names(kAGroup, subscription.ad_group_id);
  if (subscription.entity == "TCM_SPARK_ADS") return names(kAPost, subscription.video_id);
  return absl::OkStatus();
}

absl::Status CheckWebhooks(const WorldState& state) {
  SG_RETURN_IF_ERROR(CheckRows(state, kASubscription, state.subscriptions, &Subscription::id,
                               {{&Subscription::app_id, kAnApp},
                                {&Subscription::token, kAToken},
                                {&Subscription::advertiser_ids, kAnAccount}}));
  for (const auto& [id, subscription] : state.subscriptions) {
    SG_RETURN_IF_ERROR(CheckObjectOf(state, subscription));
  }
  SG_RETURN_IF_ERROR(CheckRows(state, kADelivery, state.deliveries, &WebhookDelivery::id, {}));
  for (const auto& [id, delivery] : state.deliveries) {
    if (delivery.body.starts_with('{')) continue;
    return WorldFileBroken(fmt::format("{} has no body", Called(kADelivery, id)));
  }
  for (const std::string& id : state.due_deliveries) {
    if (state.deliveries.contains(id)) continue;
    return WorldFileBroken(fmt::format("{} is due, which isn't there", Called(kADelivery, id)));
  }
  return absl::OkStatus();
}

absl::Status CheckTcmRequests(const WorldState& state) {
  for (const auto& [key, request] : state.tcm_requests) {
    SG_RETURN_IF_ERROR(
        IsKeptUnder(kATcmRequest, key, TcmRequestKey(request.tcm_account_id, request.post_id)));
    SG_RETURN_IF_ERROR(Names(state, kATcmRequest, key, kAPost, request.post_id));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckReferences(const WorldState& state) {
  SG_RETURN_IF_ERROR(CheckPeople(state));
  SG_RETURN_IF_ERROR(CheckConsents(state));
  SG_RETURN_IF_ERROR(CheckLibraries(state));
  SG_RETURN_IF_ERROR(CheckAds(state));
  for (const auto& [account_id, history] : state.spend_histories) {
    SG_RETURN_IF_ERROR(CheckHistory(state, account_id, history));
  }
  SG_RETURN_IF_ERROR(CheckReviews(state));
  SG_RETURN_IF_ERROR(CheckTcmRequests(state));
  return CheckWebhooks(state);
}

}  // namespace sparkgate::simulator
