// A million ads that wait for review in one world: what each takes in memory, and how many a desk
// decides about in a second of real time, in a frozen world that is advanced. The decisions are
// whole: event log, notification, webhook look-up, and the history of what runs.
//
//   review_bench [seconds: less than 1 is for correctness only, with 10,000 ads] [ads]
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/executor.h"
#include "base/timer.h"
#include "simulator/world/new_world.h"
#include "simulator/world/review.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {
namespace {

constexpr int kAdsOfAGroup = 1000;

class NoWebhooks final : public WebhookSender {
 public:
  void Send(const WebhookCall&, std::function<void(WebhookOutcome)> done) override {
    done(WebhookOutcome::kDelivered);
  }
};

int64_t ResidentBytes() {
  int64_t pages = 0;
  int64_t resident = 0;
  FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr || std::fscanf(file, "%ld %ld", &pages, &resident) != 2) std::abort();
  std::fclose(file);
  return resident * sysconf(_SC_PAGESIZE);
}

std::string Id(int kind, int64_t number) { return fmt::format("7{}{:017}", kind, number); }

// As the API leaves them behind: what an ad of a Spark post has.
Ad SparkAd(int64_t number) {
  Ad ad;
  ad.id = Id(4, number);
  ad.advertiser_id = Id(1, 1);
  ad.campaign_id = Id(2, 1);
  ad.ad_group_id = Id(3, number / kAdsOfAGroup);
  ad.name = fmt::format("Spring sale {}", number);
  ad.identity_type = "AUTH_CODE";
  ad.identity_id = Id(5, 1);
  ad.post_id = Id(6, number / kAdsOfAGroup);
  ad.ad_format = "SINGLE_VIDEO";
  return ad;
}

// Some 30 decisions in a second of the world's time: many decisions share an instant, as they do
// where many ads wait.
void HireReviewers(WorldState& state) {
  ReviewPolicy policy;
  ReviewDeskPlan& desk = policy.desk.emplace();
  desk.shifts = {{.reviewers = 20'000, .days = 0b1111111, .start = {}, .end = {}}};
  desk.median_service = absl::Minutes(10);
  desk.longest_service = absl::Hours(10);
  if (!SetReviewPolicy(state, policy).ok()) std::abort();
}

// A post with a code that the account has redeemed, and a group for its ads: what is approved runs,
// and is noted for what it will spend.
void MakeGroup(WorldState& state, int64_t number) {
  AdGroup& group = state.ad_groups[Id(3, number)];
  group.id = Id(3, number);
  group.advertiser_id = Id(1, 1);
  group.campaign_id = Id(2, 1);
  group.budget_mode = "BUDGET_MODE_DAY";
  group.budget_micros = 50'000'000;
  group.schedule_start_time = state.now;
  group.optimization_goal = "ENGAGED_VIEW";
  Post& post = state.posts[Id(6, number)];
  post.id = Id(6, number);
  post.creator_id = Id(7, 1);
  post.advertiser_ids = {Id(1, 1)};
  post.code = fmt::format("#{:064}", number);
  Code& code = state.codes[post.code];
  code.value = post.code;
  code.post_id = post.id;
  code.start_time = state.now;
  code.end_time = state.now + absl::Hours(24 * 365);
  SparkPost& held = state.spark_posts[SparkPostKey(Id(1, 1), post.id)];
  held.advertiser_id = Id(1, 1);
  held.post_id = post.id;
  held.code = post.code;
  held.identity_id = Id(5, 1);
}

WorldState Furnish() {
  NewWorld wanted;
  wanted.id = "bench";
  WorldState state = *MakeWorld(wanted, "incarnation", "seed");
  state.advertisers[Id(1, 1)].id = Id(1, 1);
  state.advertisers[Id(1, 1)].has_payment_method = true;
  state.campaigns[Id(2, 1)].id = Id(2, 1);
  state.campaigns[Id(2, 1)].advertiser_id = Id(1, 1);
  state.campaigns[Id(2, 1)].budget_mode = "BUDGET_MODE_INFINITE";
  state.creators[Id(7, 1)].id = Id(7, 1);
  return state;
}

void MakeAds(WorldState& state, int64_t ads) {
  for (int64_t i = 0; i < ads; ++i) {
    if (i % kAdsOfAGroup == 0) MakeGroup(state, i / kAdsOfAGroup);
    Ad ad = SparkAd(i);
    ad.create_time = ad.modify_time = state.now;
    Find(state.ad_groups, ad.ad_group_id)->ad_ids.push_back(ad.id);
    Find(state.posts, ad.post_id)->ad_ids.push_back(ad.id);
    const std::string id = ad.id;
    state.Record("ad.created", fmt::format("ads/{}", id));
    state.ads.insert_or_assign(id, std::move(ad));
  }
}

void AdvanceAMonth(WorldClock& clock) {
  std::promise<void> done;
  AdvanceRequest request;
  request.target = absl::Hours(24 * 30);
  request.on_done = [&done](const absl::StatusOr<AdvanceProgress>& result) {
    if (!result.ok()) std::abort();
    done.set_value();
  };
  if (!clock.Advance(std::move(request)).ok()) std::abort();
  done.get_future().wait();
}

int64_t AdsThatRan(const WorldState& state) {
  int64_t ads = 0;
  for (const auto& [id, history] : state.spend_histories) {
    for (const auto& [group_id, group] : history.groups) ads += std::ssize(group.ads);
  }
  return ads;
}

int Measure(int64_t ads) {
  NoWebhooks webhooks;
  const SystemClock real_time;
  ThreadPool steps{{.name = "steps", .threads = 1, .queue_limit = 1024}};
  ThreadTimerService timers;
  Worlds worlds{
      {.executor = steps, .timers = timers, .real_time = real_time, .webhooks = webhooks}};
  worlds.Restore(Furnish());
  const WorldEntry entry = *worlds.Get("bench");

  const int64_t empty = ResidentBytes();
  entry.world->Write([&](WorldState& state) { return MakeAds(state, ads), true; });
  const int64_t made = ResidentBytes();
  entry.world->Write([&](WorldState& state) {
    HireReviewers(state);
    for (const auto& [id, ad] : state.ads) SubmitForReview(state, ad);
    return true;
  });
  const int64_t waiting = ResidentBytes();
  const auto each = [ads](int64_t bytes) { return bytes / ads; };
  std::printf("%ld ads wait: %ld bytes each, of them %ld since they wait\n", ads,
              each(waiting - empty), each(waiting - made));

  const int64_t start = MonotonicNanos();
  AdvanceAMonth(*entry.clock);
  const double seconds = static_cast<double>(MonotonicNanos() - start) * 1e-9;
  const WaitHistogram waits =
      entry.world->Read([](const WorldState& state) { return state.review_desk.waits; });
  std::printf("%lu decisions in %.2f s: %.0f a second; waits of p50 %s, p99 %s\n", waits.count(),
              seconds, static_cast<double>(waits.count()) / seconds,
              absl::FormatDuration(waits.Percentile(0.5)).c_str(),
              absl::FormatDuration(waits.Percentile(0.99)).c_str());
  const bool all = waits.count() == static_cast<uint64_t>(ads);
  if (!all) std::fprintf(stderr, "some ads were never decided about\n");
  const int64_t running = entry.world->Read(AdsThatRan);
  if (running != ads) std::fprintf(stderr, "only %ld ads are noted to run\n", running);
  worlds.Stop();
  steps.Stop();
  return all && running == ads ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace sparkgate::simulator

int main(int count, char** arguments) {
  const bool brief = count > 1 && std::atof(arguments[1]) < 1;
  const int64_t ads = count > 2 ? std::atoll(arguments[2]) : brief ? 10'000 : 1'000'000;
  return sparkgate::simulator::Measure(ads);
}
