#include "simulator/world/persistence/references.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/codes.h"
#include "simulator/world/identities.h"
#include "simulator/world/oauth.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/posts.h"
#include "simulator/world/review.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/subscriptions.h"
#include "simulator/world/tcm_requests.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

constexpr char kNobody[] = "404";

// A world in which everything that can name something does.
class FurnishedWorld : public RulesWorld {
 public:
  FurnishedWorld() {
    PublishRemix();
    Consent();
    running = PublishedAd();
    Decide(running, {.verdict = ReviewVerdict::kApproved});
    denied = Ad(AdGroup(Campaign("Denied"), "Denied"), "Denied");
    Decide(
        denied,
        {.verdict = ReviewVerdict::kRejected, .reasons = {"Blurred."}, .rejects_ad_group = true});
    Ask();
    SubscribeToAll();
    Advance(absl::Hours(30));
    PutOneInHand();
    SendWebhook();
  }

  std::string running, denied, waiting, remix, delivery;

 private:
  // A post of which a code was deleted, and one that builds on it.
  void PublishRemix() {
    EXPECT_TRUE(TurnAdAuthorizationOn(state, post, 30).ok());
    EXPECT_TRUE(DeleteCode(state, post).ok());
    NewPost duet;
    duet.creator_id = creator;
    duet.duet_original_id = duet.stitch_original_id = post;
    duet.mentioned_ids = {post};
    remix = (*PublishPost(state, duet))->id;
    EXPECT_TRUE(CreateIdentity(state, {.advertiser_id = advertiser, .display_name = "Us"}).ok());
  }

  void Consent() {
    OauthCode code;
    code.value = "creator-code";
    code.app_id = app;
    code.creator_id = creator;
    code.redirect_uri = kRedirect;
    code.expire_time = state.now + absl::Hours(1);
    state.oauth_codes[code.value] = code;
    EXPECT_TRUE(ExchangeCreatorCode(state, *Find(state.apps, app), code.value, kRedirect).ok());
    code.value = "account-code";
    code.kind = ConsentKind::kAdvertiser;
    code.creator_id = "";
    code.advertiser_ids = {advertiser};
    state.oauth_codes[code.value] = code;
    EXPECT_TRUE(ExchangeAdvertiserCode(state, *Find(state.apps, app), code.value).ok());
  }

  void Decide(const std::string& ad, const ReviewDecision& decision) {
    EXPECT_TRUE(DecideReview(state, ad, decision).ok());
  }

  void Ask() {
    EXPECT_TRUE(AskForAuthorization(state, {.tcm_account_id = "55", .post_id = remix}).ok());
  }

  void SubscribeToAll() {
    for (const char* entity : {"AD", "AD_GROUP", "AD_ACCOUNT_SUSPENSION", "TCM_SPARK_ADS"}) {
      Subscription wanted;
      wanted.app_id = app;
      wanted.entity = entity;
      wanted.callback_url = "https://example.com/hook";
      wanted.token = state.tokens.begin()->first;
      wanted.advertiser_ids = {advertiser};
      wanted.ad_id = running;
      wanted.ad_group_id = Find(state.ads, running)->ad_group_id;
      wanted.video_id = remix;
      EXPECT_TRUE(Subscribe(state, wanted).ok()) << entity;
    }
  }

  // A reviewer of a desk that never sleeps has an ad.
  void PutOneInHand() {
    ReviewPolicy policy = state.review_policy;
    policy.desk = ReviewDeskPlan();
    policy.desk->shifts = {{.reviewers = 1, .days = 0b1111111, .start = {}, .end = {}}};
    EXPECT_TRUE(SetReviewPolicy(state, policy).ok());
    waiting = Ad(Find(state.ads, running)->ad_group_id, "Waiting");
    Advance(absl::Seconds(2));
    EXPECT_EQ(state.review_desk.cases.size(), 1u);
  }

  void SendWebhook() {
    Decide(running, {.verdict = ReviewVerdict::kRejected, .reasons = {"Loud."}});
    Advance(absl::ZeroDuration());
    EXPECT_EQ(state.due_deliveries.size(), 2u);  // about the ad, and its group
    delivery = *state.due_deliveries.begin();
  }
};

class ReferencesTest : public testing::Test {
 protected:
  static absl::Status Load(const json::value& file) {
    return WorldFromText(json::serialize(file)).status();
  }
  json::value File() const { return json::parse(WorldToText(world_.state)); }

  // What is said of the world with `id` at a place of its file.
  std::string With(const std::string& place, const std::string& id) const {
    json::value file = File();
    boost::system::error_code error;
    json::value* at = file.find_pointer("/world/" + place, error);
    if (at == nullptr) return "no such place: " + place;
    *at = id;
    const absl::Status status = Load(file);
    if (!status.ok()) EXPECT_EQ(ReasonOf(status), "WORLD_FILE_BROKEN");
    return std::string(status.message());
  }
  std::string Without(const std::string& place) const { return With(place, kNobody); }

  // Of a place in the file, e.g. "/ads/71/post_id": all that hold an id of the world's.
  static void FindIds(const json::value& value, const std::string& place,
                      const std::set<std::string, std::less<>>& ids,
                      std::vector<std::string>& places) {
    if (const json::string* text = value.if_string()) {
      if (ids.contains(std::string_view(text->data(), text->size()))) places.push_back(place);
    } else if (const json::array* list = value.if_array()) {
      for (size_t i = 0; i < list->size(); ++i) {
        FindIds((*list)[i], fmt::format("{}/{}", place, i), ids, places);
      }
    } else if (const json::object* object = value.if_object()) {
      for (const auto& [key, item] : *object) {
        FindIds(item, fmt::format("{}/{}", place, Escaped(std::string(key))), ids, places);
      }
    }
  }
  // As a JSON pointer has it.
  static std::string Escaped(std::string_view key) {
    std::string escaped;
    for (const char c : key) {
      if (c == '~') {
        escaped += "~0";
      } else if (c == '/') {
        escaped += "~1";
      } else {
        escaped += c;
      }
    }
    return escaped;
  }

  std::string Account(const std::string& field) const {
    return fmt::format("advertisers/{}/{}", world_.advertiser, field);
  }
  std::string Post(const std::string& field) const {
    return fmt::format("posts/{}/{}", world_.post, field);
  }
  std::string Ad(const std::string& field) const {
    return fmt::format("ads/{}/{}", world_.running, field);
  }
  std::string GroupId() const { return Find(world_.state.ads, world_.running)->ad_group_id; }
  std::string CampaignId() const { return Find(world_.state.ads, world_.running)->campaign_id; }
  std::string Group(const std::string& field) const {
    return fmt::format("ad_groups/{}/{}", GroupId(), field);
  }
  std::string HeldPost(const std::string& field) const {
    return fmt::format("spark_posts/{}/{}", Escaped(SparkPostKey(world_.advertiser, world_.post)),
                       field);
  }

  FurnishedWorld world_;
};

TEST_F(ReferencesTest, AWorldHoldsWhatItsThingsName) {
  const std::string text = WorldToText(world_.state);
  const absl::StatusOr<WorldState> loaded = WorldFromText(text);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(WorldToText(*loaded), text);
  EXPECT_TRUE(CheckReferences(WorldState()).ok());
}

TEST_F(ReferencesTest, WhatNamesNobodyIsRefusedByItsName) {
  const std::string code = Escaped(Find(world_.state.posts, world_.post)->code);
  const std::string history = "spend_histories/" + world_.advertiser;
  const std::string grant = world_.state.grants.begin()->first;
  struct Case {
    std::string place;
    std::string holder;
    std::string named;
  };
  const std::string account = fmt::format("ad account \"{}\"", world_.advertiser);
  const std::string post = fmt::format("post \"{}\"", world_.post);
  const std::string group = fmt::format("ad group \"{}\"", GroupId());
  const std::string ad = fmt::format("ad \"{}\"", world_.running);
  const std::string spent = fmt::format("spend history \"{}\"", world_.advertiser);
  const std::string held =
      fmt::format("Spark post \"{}\"", SparkPostKey(world_.advertiser, world_.post));
  const std::string consent = fmt::format("consent \"{}\"", grant);
  for (const auto& [place, holder, named] : std::vector<Case>{
           {"codes/" + code + "/post_id", "some code", "post \"404\""},
           {Post("creator_id"), post, "creator \"404\""},
           {Post("code"), post, "some code"},
           {Post("deleted_code"), post, "some code"},
           {Post("advertiser_ids/0"), post, "ad account \"404\""},
           {Account("spark_post_ids/0"), account, "Spark post"},
           {Account("identity_ids/0"), account, "identity \"404\""},
           {Account("campaign_ids/0"), account, "campaign \"404\""},
           {HeldPost("code"), held, "some code"},
           {HeldPost("identity_id"), held, "creator's identity \"404\""},
           {Group("campaign_id"), group, "campaign \"404\""},
           {Group("ad_ids/0"), group, "ad \"404\""},
           {Ad("advertiser_id"), ad, "ad account \"404\""},
           {Ad("campaign_id"), ad, "campaign \"404\""},
           {Ad("ad_group_id"), ad, "ad group \"404\""},
           {Ad("identity_id"), ad, "creator's identity \"404\""},
           {Ad("post_id"), ad, "post \"404\""},
           {Ad("subscription_ids/0"), ad, "subscription \"404\""},
           {"grants/" + grant + "/app_id", consent, "app \"404\""},
           {"grants/" + grant + "/access_tokens/0", consent, "some creator's token"},
           {"refresh_tokens/" + world_.state.refresh_tokens.begin()->first, "some refresh token",
            "consent \"404\""},
           {"oauth_codes/creator-code/creator_id", "some OAuth code", "creator \"404\""},
           {fmt::format("{}/groups/{}/ads/{}/post_id", history, GroupId(), world_.running), spent,
            "post \"404\""},
           {fmt::format("{}/groups/{}/campaign_id", history, GroupId()), spent,
            "no terms of campaign \"404\""},
           {"due_deliveries/0", "webhook \"404\"", "isn't there"},
       }) {
    const std::string said = Without(place);
    EXPECT_THAT(said, HasSubstr(holder)) << place;
    EXPECT_THAT(said, HasSubstr(named)) << place;
  }
}

// Whatever else is found in a file: no id of a thing is there that nobody asks after, but for what
// may outlive the thing.
TEST_F(ReferencesTest, NoIdGoesUnchecked) {
  const json::value file = File();
  std::set<std::string, std::less<>> ids;
  for (const auto& [table, rows] : file.at("world").as_object()) {
    if (table == "ordinals" || !rows.is_object()) continue;
    for (const auto& [key, row] : rows.as_object()) {
      if (row.is_object() && row.as_object().contains("create_time")) ids.emplace(key);
    }
  }
  for (const char* table : {"apps", "codes", "grants", "creator_tokens", "advertisers"}) {
    for (const auto& [key, row] : file.at("world").at(table).as_object()) ids.emplace(key);
  }
  ASSERT_TRUE(ids.contains(world_.post) && ids.contains(world_.app));
  std::vector<std::string> places;
  FindIds(file.at("world"), "", ids, places);
  ASSERT_GT(places.size(), 100u);
  const auto may_outlive = [](std::string_view place) {
    for (const char* start : {"/queue/", "/log/", "/ordinals/", "/notifications/"}) {
      if (place.starts_with(start)) return true;
    }
    // A subscription that ended; and of a subscription, the objects that aren't its own.
    return place.starts_with("/deliveries/") && place.ends_with("/subscription_id");
  };
  const auto isnt_its_object = [this](std::string_view place) {
    if (!place.starts_with("/subscriptions/")) return false;
    const std::string id(place.substr(15, place.find('/', 15) - 15));
    const std::string& entity = Find(world_.state.subscriptions, id)->entity;
    return (place.ends_with("/ad_id") && entity != "AD") ||
           (place.ends_with("/ad_group_id") && entity != "AD_GROUP") ||
           (place.ends_with("/video_id") && entity != "TCM_SPARK_ADS");
  };
  for (const std::string& place : places) {
    const bool refused = Without(place.substr(1)) != "";
    EXPECT_EQ(refused, !may_outlive(place) && !isnt_its_object(place)) << place;
  }
}

// Nobody relies on what isn't checked.
TEST_F(ReferencesTest, AWorldLivesOnWhoseEventsAreAboutNobody) {
  json::value file = File();
  json::array& events = file.at("world").at("queue").at("heap").as_array();
  ASSERT_FALSE(events.empty());
  for (json::value& event : events) {
    if (event.at("subject") != "") event.as_object()["subject"] = kNobody;
  }
  for (auto& [id, row] : file.at("world").at("deliveries").as_object()) {
    row.as_object()["subscription_id"] = kNobody;
  }
  absl::StatusOr<WorldState> loaded = WorldFromText(json::serialize(file));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_TRUE(TakeDueWebhooks(*loaded).empty());
  AdvanceState(*loaded, absl::Hours(24 * 60));
  EXPECT_TRUE(CheckReferences(*loaded).ok());
}

TEST_F(ReferencesTest, ARowUnderAnotherIdIsRefused) {
  for (const char* table :
       {"apps", "creators", "posts", "codes", "tokens", "grants", "creator_tokens", "advertisers",
        "spark_posts", "identities", "campaigns", "ad_groups", "ads", "spend_histories", "reviews",
        "tcm_requests", "subscriptions", "deliveries"}) {
    json::value file = File();
    json::object& rows = file.at("world").at(table).as_object();
    ASSERT_FALSE(rows.empty()) << table;
    const json::value row = rows.begin()->value();
    rows.emplace(kNobody, row);
    EXPECT_EQ(ReasonOf(Load(file)), "WORLD_FILE_BROKEN") << table;
  }
}

TEST_F(ReferencesTest, TheDeskHasInHandWhatWaits) {
  const auto with_case = [this](const char* field, const json::value& value) {
    json::value file = File();
    file.at("world").at("review_desk").at("cases").at(0).as_object()[field] = value;
    return std::string(Load(file).message());
  };
  EXPECT_THAT(with_case("ad", 404), HasSubstr("review desk names waiting ad \"404\""));
  EXPECT_THAT(with_case("ad", std::stoull(world_.denied)), HasSubstr(world_.denied));
  EXPECT_THAT(with_case("shift", 7), HasSubstr("review desk names shift 7"));
  EXPECT_EQ(with_case("shift", -1), "");
  json::value file = File();
  file.at("world").at("review_desk").at("busy").as_array().push_back(0);
  EXPECT_THAT(std::string(Load(file).message()), HasSubstr("counts other shifts"));
}

TEST_F(ReferencesTest, HistoriesAreOfWhatIsThereAndHaveTerms) {
  const auto with_change = [this](const auto& change) {
    json::value file = File();
    change(file.at("world").at("spend_histories").at(world_.advertiser));
    return std::string(Load(file).message());
  };
  EXPECT_THAT(with_change([&](json::value& history) {
                history.at("campaigns").at(CampaignId()).as_array().clear();
              }),
              HasSubstr(fmt::format("no terms of campaign \"{}\"", CampaignId())));
  EXPECT_THAT(with_change([&](json::value& history) {
                history.at("groups").at(GroupId()).at("terms").as_array().clear();
              }),
              HasSubstr(fmt::format("no terms of ad group \"{}\"", GroupId())));
  EXPECT_THAT(with_change([&](json::value& history) {
                json::object& groups = history.at("groups").as_object();
                groups.emplace(kNobody, json::value(groups.at(GroupId())));
              }),
              HasSubstr("ad group \"404\""));
  EXPECT_THAT(with_change([&](json::value& history) {
                json::object& ads = history.at("groups").at(GroupId()).at("ads").as_object();
                ads.emplace(kNobody, json::value(ads.at(world_.running)));
              }),
              HasSubstr("ad \"404\""));
  EXPECT_THAT(with_change([&](json::value& history) { history.at("terms").as_array().clear(); }),
              HasSubstr("no terms of ad account"));
  EXPECT_THAT(with_change([&](json::value& history) {
                json::array& terms = history.at("groups").at(GroupId()).at("terms").as_array();
                terms.insert(terms.begin(), terms.back());
                terms.front().at("from") = terms.back().at("from").as_int64() + 1;
              }),
              HasSubstr("is out of order"));
}

TEST_F(ReferencesTest, WhatIsTakenWithoutAskingIsThere) {
  json::value file = File();
  file.at("world").at("review_script").as_object().emplace("some-ad", json::array());
  EXPECT_THAT(Load(file).message(), HasSubstr("a review's script has no decision"));
  file = File();
  file.at("world").at("deliveries").at(world_.delivery).at("body") = "";
  EXPECT_THAT(Load(file).message(), HasSubstr("has no body"));
}

TEST_F(ReferencesTest, NoSecretIsShownAndNothingEndless) {
  EXPECT_THAT(With(Post("code"), "#hush"), Not(HasSubstr("hush")));
  const std::string long_id(1'000'000, 'x');
  EXPECT_THAT(With(Ad("post_id"), long_id), HasSubstr("some post"));
}

}  // namespace
}  // namespace sparkgate::simulator
