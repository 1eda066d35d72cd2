// What reading an ad account's spending costs after each change, as rules and statuses do: planned
// on from the change, and beside it the whole day anew and the whole history anew. Their ratio is
// what counts, for each number of changes in one day; then how many days lie before.
//
//   spend_bench [seconds: less than 1 is for correctness only, with few changes]
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/clock.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/campaigns.h"
#include "simulator/world/codes.h"
#include "simulator/world/creators.h"
#include "simulator/world/posts.h"
#include "simulator/world/review.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

constexpr int kGroups = 20;

template <class T>
T Must(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "refused: %s\n", result.status().ToString().c_str());
  std::abort();
}

// How what changed is told to what was computed.
enum class Replan { kFromTheChange, kTheDay, kTheHistory };

// Groups with an ad each, on a balance that limits them all: so each plan depends on all others.
class BusyAccount {
 public:
  BusyAccount() {
    state_.id = "bench";
    state_.seed = "seed";
    state_.start_time = state_.now = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01T00:00Z
    NewCreator person;
    person.username = "mira";
    person.followers = 12'000;
    person.ad_settings_on = true;
    NewPost video;
    video.creator_id = Must(OpenCreatorAccount(state_, person))->id;
    post_ = Must(PublishPost(state_, video))->id;
    NewAdvertiser brand;
    brand.name = "Brand";
    brand.balance_micros = 1'000'000'000'000;
    advertiser_ = Must(OpenAdvertiserAccount(state_, brand))->id;
    AuthorizePostRequest redeem;
    redeem.advertiser_id = advertiser_;
    redeem.auth_code = Must(TurnAdAuthorizationOn(state_, post_, 365))->value;
    Must(AuthorizePost(state_, redeem));
    NewCampaign campaign;
    campaign.advertiser_id = advertiser_;
    campaign.name = "Campaign";
    campaign.objective_type = "VIDEO_VIEWS";
    campaign.budget_mode = "BUDGET_MODE_INFINITE";
    campaign_ = Must(CreateCampaign(state_, campaign))->id;
    for (int i = 0; i < kGroups; ++i) ads_.push_back(RunningAd(fmt::format("Group {}", i)));
  }

  void Advance(absl::Duration by) {
    state_.now += by;
    spent_ = SpentOf(state_, *Find(state_.advertisers, advertiser_));
  }

  // An ad is paused or goes on, and somebody looks.
  void Change(int number, Replan replan) {
    const std::string& ad = ads_[static_cast<size_t>(number) % ads_.size()];
    const bool runs = Find(state_.ads, ad)->operation_status == OperationStatus::kEnable;
    if (!SetAdStatus(state_, advertiser_, {ad},
                     runs ? OperationStatus::kDisable : OperationStatus::kEnable)
             .ok()) {
      std::abort();
    }
    SpendMemoHolder& computed = Find(state_.spend_histories, advertiser_)->computed;
    if (replan == Replan::kTheHistory) computed.memo = nullptr;
    if (replan == Replan::kTheDay) {
      computed.changed = absl::InfinitePast();
      for (const auto& [id, group] : Find(state_.spend_histories, advertiser_)->groups) {
        computed.groups.insert(id);
      }
    }
    Advance(absl::Seconds(2));
  }

  int64_t spent() const { return spent_; }
  size_t Plans() const {
    size_t plans = 0;
    for (const auto& [id, group] : LedgerOf(state_, advertiser_)->groups) {
      plans += group.plans.size();
    }
    return plans;
  }

 private:
  std::string RunningAd(const std::string& name) {
    AdGroup group;
    group.advertiser_id = advertiser_;
    group.campaign_id = campaign_;
    group.name = name;
    group.placement_type = "PLACEMENT_TYPE_NORMAL";
    group.placements = {"PLACEMENT_TIKTOK"};
    group.location_ids = {"6252001"};
    group.gender = "GENDER_UNLIMITED";
    group.budget_mode = "BUDGET_MODE_DAY";
    group.budget_micros = 5'000'000'000;
    group.schedule_type = "SCHEDULE_FROM_NOW";
    group.schedule_start_time = state_.now;
    group.optimization_goal = "ENGAGED_VIEW";
    group.billing_event = "CPV";
    group.bid_type = "BID_TYPE_NO_BID";
    group.pacing = "PACING_MODE_SMOOTH";
    Ad ad;
    ad.identity_type = "AUTH_CODE";
    ad.identity_id = FindSparkPost(state_, advertiser_, post_)->identity_id;
    ad.post_id = post_;
    ad.ad_format = "SINGLE_VIDEO";
    const std::string group_id = Must(CreateAdGroup(state_, group, /*request_id=*/""))->id;
    const std::string id = Must(CreateAds(state_, advertiser_, group_id, {ad})).front();
    if (!DecideReview(state_, id, ReviewDecision{}).ok()) std::abort();
    return id;
  }

  WorldState state_;
  std::string post_;
  std::string advertiser_;
  std::string campaign_;
  std::vector<std::string> ads_;
  int64_t spent_ = 0;
};

struct Cost {
  double micros = 0;  // a change
  int64_t spent = 0;
  size_t plans = 0;
};

Cost CostOf(Replan replan, int days, int changes) {
  BusyAccount account;
  for (int day = 0; day < days; ++day) account.Advance(absl::Hours(24));
  const int64_t start = MonotonicNanos();
  for (int i = 0; i < changes; ++i) account.Change(i, replan);
  const auto nanos = static_cast<double>(MonotonicNanos() - start);
  return {nanos / 1000 / changes, account.spent(), account.Plans()};
}

// Answers whether all ways led to the same cent.
bool Compare(int days, int changes) {
  const Cost now = CostOf(Replan::kFromTheChange, days, changes);
  const Cost day = CostOf(Replan::kTheDay, days, changes);
  std::printf("%4d days, then %5d changes: %8.1f us a change; the day anew %8.1f us (%.0f x)", days,
              changes, now.micros, day.micros, day.micros / now.micros);
  bool same = now.spent == day.spent;
  if (days > 0 && changes <= 200) {
    const Cost all = CostOf(Replan::kTheHistory, days, changes);
    std::printf("; the history anew %8.1f us (%.0f x)", all.micros, all.micros / now.micros);
    same = same && now.spent == all.spent;
  }
  std::printf("; %zu plans\n", now.plans);
  if (!same) std::fprintf(stderr, "the ways differ in what was spent\n");
  return same;
}

}  // namespace
}  // namespace sparkgate::simulator

int main(int count, char** arguments) {
  using sparkgate::simulator::Compare;
  const bool brief = count > 1 && std::atof(arguments[1]) < 1;
  bool same = Compare(0, 100);
  if (!brief) same = Compare(0, 1'000) && same;
  if (!brief) same = Compare(0, 5'000) && same;
  same = Compare(brief ? 10 : 300, brief ? 20 : 100) && same;
  return same ? EXIT_SUCCESS : EXIT_FAILURE;
}
