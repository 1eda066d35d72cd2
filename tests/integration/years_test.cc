// Years of a workspace's life in minutes: creators, codes, ads, people in Ads Manager, TikTok's
// faults, jumps of the clock, and a server that is killed in the middle of whatever it does, drawn
// by the seed. At the end nothing is lost and nothing doubled: on TikTok stands what our records
// hold, each code's days are the ones that were asked for, every alert was told once, and nobody
// who watched missed an event or heard one twice.
//
// SPARKGATE_YEARS_STEPS: how many things happen (default 40; tests/soak plays more).
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/mutex.h"
#include "client/cpp/error.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/outside.h"
#include "tests/integration/harness/seed.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace json = boost::json;
namespace sim = simulator::v1;

constexpr size_t kCreators = 4;
constexpr absl::Duration kFoundOut = absl::Minutes(11);  // two reads of an absence
constexpr absl::Duration kLate = absl::Hours(3);         // what a fault may delay a look
constexpr int kAlertDays[] = {30, 14, 7, 3, 1};          // the default

size_t Steps() {
  const char* const steps = std::getenv("SPARKGATE_YEARS_STEPS");
  return steps == nullptr ? 40 : std::stoul(steps);
}

// Collects the events of a workspace over as many streams as it takes.
class Watcher {
 public:
  ~Watcher() { Stop(); }
  void Start(const Story& story) {
    Stop();
    auto stream = story.api.Open<v1::WatchEventsResponse>(
        "EventService.WatchEvents", "parent: '{}' after: {}", story.workspace, last());
    reader_ = std::thread([this, stream = std::move(stream)]() mutable {
      while (const auto message = stream.Next()) {
        if (!message->has_event()) continue;
        MutexLock lock(mutex_);
        numbers_.push_back(message->event().number());
        changed_.NotifyAll();
      }
    });
  }
  // The server is gone, or about to go.
  void Stop() {
    if (reader_.joinable()) reader_.join();
  }
  void AwaitNumber(int64_t number) {
    MutexLock lock(mutex_);
    while (numbers_.empty() || numbers_.back() < number) changed_.Wait(mutex_);
  }
  std::vector<int64_t> numbers() const {
    MutexLock lock(mutex_);
    return numbers_;
  }

 private:
  int64_t last() const {
    MutexLock lock(mutex_);
    return numbers_.empty() ? 0 : numbers_.back();
  }
  mutable Mutex mutex_;
  CondVar changed_;
  std::vector<int64_t> numbers_ SG_GUARDED_BY(mutex_);
  std::thread reader_;
};

class YearsTest : public BetweenPrograms {
 protected:
  YearsTest()
      : random_(static_cast<std::mt19937_64::result_type>(Choose("years", 0, size_t{1} << 62))) {
    Story first(programs, {.workspace = "years",
                           .seed = "years" + Seed(),
                           .more = "settings: < upstream_timeout: < seconds: 1 > >"});
    first.OpenAdAccount();
    for (size_t i = 0; i < kCreators; ++i) {
      lives_.push_back(first);
      lives_.back().OpenPost(fmt::format("creator.{}", i));
    }
    watcher_.Start(lives_[0]);
  }
  ~YearsTest() override {
    if (HasFailure()) {
      for (const std::string& line : lives_[0].History()) fmt::print("{}\n", line);
    }
    programs.StopServer();
    watcher_.Stop();
  }

  size_t Draw(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random_); }
  template <class T>
  const T& OneOf(const std::vector<T>& from) {
    return from[Draw(from.size())];
  }
  Story& Life() { return lives_[Draw(lives_.size())]; }

  // What may be asked for; each is asked under one request_id until its answer is final.
  absl::Status Act(size_t kind, Story& life, const std::string& id) {
    switch (kind) {
      case 0: {
        const auto code =
            life.api.Ask<v1::Code>("CreatorService.GenerateCode",
                                   "post: '{}' duration_days: 30 request_id: '{}'", life.post, id);
        if (code.ok()) life.code = code->name();
        return code.status();
      }
      case 1:
        return life.api.Try("CreatorService.ExtendCode", "name: '{}' add_days: 7 request_id: '{}'",
                            life.code, id);
      case 2:
        return life.api.Try("CreatorService.DeleteCode", "name: '{}' request_id: '{}'", life.code,
                            id);
      case 3: {
        const auto code = life.api.Ask<v1::RevealCodeResponse>(
            "CreatorService.RevealCode", "name: '{}' purpose: 'the brand'", life.code);
        if (!code.ok()) return code.status();
        codes_.insert(code->code());
        const auto post = life.api.Ask<v1::SparkPost>("LibraryService.AuthorizeCode",
                                                      "ad_account: '{}' code: {} request_id: '{}'",
                                                      life.ad_account, Quote(code->code()), id);
        if (post.ok()) life.spark_post = post->name();
        return post.status();
      }
      case 4:
        return life.api.Try("LibraryService.UnbindSparkPost", "name: '{}' request_id: '{}'",
                            life.spark_post, id);
      case 5:
        return Publish(life, id);
      case 6:
        return life.api.Try("AdService.Pause", "name: '{}' request_id: '{}'", life.ad, id);
      case 7:
        return life.api.Try("AdService.Resume", "name: '{}' request_id: '{}'", life.ad, id);
      case 8:
        return life.api.Try("AdService.UpdateAd",
                            "ad: < name: '{}' landing_page_url: 'https://ramen.example/{}' > "
                            "update_mask: < paths: 'landing_page_url' > request_id: '{}'",
                            life.ad, id, id);
      case 9:
        return life.api.Try("AdService.DeleteAd", "name: '{}' request_id: '{}'", life.ad, id);
      default:
        return life.api.Try("AdService.DeleteCampaign", "name: '{}' request_id: '{}'",
                            life.campaign, id);
    }
  }
  static constexpr size_t kKinds = 11;  // and then: people past us, time

  static absl::Status Publish(const Story& life, const std::string& id) {
    auto operation = life.api.Ask<v1::Operation>(
        "AdService.PublishAll", "campaign: '{}' request_id: '{}'", life.campaign, id);
    if (operation.ok()) {
      operation =
          life.api.Ask<v1::Operation>("OperationService.WaitOperation",
                                      "name: '{}' timeout: < seconds: 60 >", operation->name());
    }
    if (!operation.ok()) return operation.status();
    const bool over = operation->state() == v1::OPERATION_STATE_DONE ||
                      operation->state() == v1::OPERATION_STATE_FAILED ||
                      operation->state() == v1::OPERATION_STATE_CANCELLED;
    return over ? absl::OkStatus() : absl::UnavailableError("it goes on");
  }

  // What people do past us.
  void ActOutside() {
    const Outside outside(programs, *middleman);
    const Story& life = Life();
    const auto ad = life.ad.empty()
                        ? absl::StatusOr<v1::Ad>(absl::NotFoundError(""))
                        : life.api.Ask<v1::Ad>("AdService.GetAd", "name: '{}'", life.ad);
    switch (Draw(3)) {
      case 0:  // Any switch of the server's shows how.
        if (!ad.ok() || ad->tiktok_id().empty()) return;
        if (outside.LastBody("/ad/status/update/").empty()) return;
        outside.Repeat("/ad/status/update/",
                       {{"ad_ids", json::array{ad->tiktok_id()}},
                        {"operation_status", Draw(2) == 0 ? "ENABLE" : "DISABLE"}});
        return;
      case 1: {
        json::object body = outside.LastBody("/ad/create/");
        if (body.empty()) return;
        json::object creative = body.at("creatives").at(0).as_object();
        creative["ad_name"] = fmt::format("Theirs {}", ++theirs_);
        outside.Repeat("/ad/create/", {{"creatives", json::array{std::move(creative)}}});
        return;
      }
      default:
        if (outside.LastBody("/tt_video/unbind/").empty() || life.spark_post.empty()) return;
        outside.Repeat("/tt_video/unbind/",
                       {{"item_id", life.spark_post.substr(life.spark_post.rfind('/') + 1)}});
    }
  }

  absl::Status Advance(absl::Duration by) {
    auto stream = lives_[0].api.Open<v1::AdvanceResponse>(
        "TimeService.Advance", "workspace: '{}' by: < seconds: {} >", lives_[0].workspace,
        absl::ToInt64Seconds(by));
    while (stream.Next().has_value()) continue;
    return stream.End();
  }

  // Does it while the server is killed at one of its next requests: before TikTok hears it, after
  // it was done, or while the answer arrives. It may not come that far.
  void WithADeath(const std::function<void()>& act) {
    Mutex mutex;
    CondVar changed;
    bool at_request = false, over = false, released = false;
    const size_t moment = Draw(3);
    middleman->AtNext(
        "",
        [&, moment](const Middleman::Forward& forward) -> HttpServerResponse {
          HttpServerResponse answer = {.cut = HttpServerResponse::Cut::kBeforeHeader};
          if (moment != 0) answer = forward();
          MutexLock lock(mutex);
          at_request = true;
          changed.NotifyAll();
          while (moment != 2 && !released) changed.Wait(mutex);
          return answer;
        },
        Draw(4));
    std::thread actor([&] {
      act();
      MutexLock lock(mutex);
      over = true;
      changed.NotifyAll();
    });
    bool dies = false;
    {
      MutexLock lock(mutex);
      while (!at_request && !over) changed.Wait(mutex);
      dies = at_request;
    }
    if (dies) programs.KillServer();
    {
      MutexLock lock(mutex);
      released = true;
      changed.NotifyAll();
    }
    actor.join();
    middleman->ForgetPlans();
    if (!dies) return;
    ++deaths_;
    watcher_.Stop();
    programs.StartServer();
    lives_[0].Reconnect(programs);
    for (Story& life : lives_) life.api = lives_[0].api;
    watcher_.Start(lives_[0]);
  }

  void SpoilSomething() {
    static const std::vector<std::string> kSteps = {
        "kind: FAULT_KIND_DELAY latency: < fixed: < nanos: 1500000000 > >",
        "kind: FAULT_KIND_API_ERROR code: 50000",
        "kind: FAULT_KIND_API_ERROR code: 50000 after_commit: true",
        "kind: FAULT_KIND_API_ERROR code: 51010",
        "kind: FAULT_KIND_API_ERROR code: 40100",
        "kind: FAULT_KIND_HTTP_STATUS http_status: 502",
        "kind: FAULT_KIND_HTTP_STATUS http_status: 502 after_commit: true",
        "kind: FAULT_KIND_CUT_BEFORE",
        "kind: FAULT_KIND_CUT_AFTER",
        "kind: FAULT_KIND_CUT_BODY",
        "kind: FAULT_KIND_MALFORMED_JSON",
        "kind: FAULT_KIND_TRUNCATED_JSON",
        "kind: FAULT_KIND_NULLS",
        "kind: FAULT_KIND_STALE lag: < seconds: 60 >",
    };
    plans_.push_back(lives_[0]
                         .api
                         .Ask<sim::FaultPlan>("FaultService.CreateFaultPlan",
                                              "world: '{}' fault_plan: < endpoint: '*' steps: < {} "
                                              "skip: {} times: {} > >",
                                              lives_[0].world, OneOf(kSteps), Draw(4), 1 + Draw(3))
                         .value()
                         .name());
  }
  void EndFaults() {
    for (const std::string& plan : plans_) {
      lives_[0].api.Ask("FaultService.DeleteFaultPlan", "name: '{}'", plan).value();
    }
    plans_.clear();
  }

  // A refresh of a creator's token that was lost with the server is never repeated: she consents
  // anew.
  void ConnectAnew() {
    for (Story& life : lives_) {
      const auto creator =
          life.api.Ask<v1::Creator>("CreatorService.GetCreator", "name: '{}'", life.creator)
              .value();
      if (creator.state() == v1::CONNECTION_STATE_RECONNECT_NEEDED) life.ConnectCreator();
    }
  }
  // Mostly what comes next in this life, so that there is something to go wrong.
  size_t DrawKind(const Story& life) {
    if (Draw(3) == 0) return Draw(kKinds);
    if (Draw(4) == 0) return kKinds + Draw(2);
    if (life.code.empty()) return 0;
    if (life.spark_post.empty()) return 3;
    if (life.ad.empty()) return 5;
    return OneOf(std::vector<size_t>{1, 5, 6, 7, 8});
  }
  // One thing happens, with or without an accident.
  void Step(size_t number) {
    Story& life = Life();
    const size_t kind = DrawKind(life);
    const std::string id = fmt::format("step-{}", number);
    SCOPED_TRACE(fmt::format("{} of kind {}", id, kind));
    if (kind == kKinds) return ActOutside();
    if (Draw(4) == 0) SpoilSomething();
    const bool dies = Draw(3) == 0;
    if (kind > kKinds) {
      const absl::Duration by = absl::Minutes(5) * (1 << Draw(14));  // to 28 days
      const auto act = [&] { Advance(by).IgnoreError(); };
      dies ? WithADeath(act) : act();
      return EndFaults();
    }
    if (kind == 5) Draft(life);
    absl::Status heard;
    const auto act = [&] { heard = Act(kind, life, id); };
    dies ? WithADeath(act) : act();
    EndFaults();
    for (int i = 0; i < 4 && !IsFinal(heard); ++i) {
      ConnectAnew();
      ASSERT_EQ(Describe(Advance(kFoundOut)), "OK");
      act();
    }
    if (!IsFinal(heard)) EXPECT_TRUE(HasFailed(life, heard));
    // Asked again, it says the same.
    const absl::Status first = heard;
    if (!first.ok()) return;
    act();
    EXPECT_EQ(Describe(heard), Describe(first));
    ++done_;
  }
  void Draft(Story& life) {
    if (life.spark_post.empty()) return;
    life.Draft();
  }
  // What TikTok turned away for now is over, too: it is asked for anew, under another id.
  static testing::AssertionResult HasFailed(const Story& life, const absl::Status& heard) {
    const auto metadata = client::DetailsOf(heard).metadata;
    const auto name = metadata.find("operation");
    if (name == metadata.end()) return testing::AssertionFailure() << heard;
    const auto operation =
        life.api.Ask<v1::Operation>("OperationService.GetOperation", "name: '{}'", name->second)
            .value();
    if (operation.state() == v1::OPERATION_STATE_FAILED) return testing::AssertionSuccess();
    return testing::AssertionFailure() << operation.ShortDebugString();
  }
  static bool IsFinal(const absl::Status& status) {
    return !absl::IsUnavailable(status) && !absl::IsAborted(status) &&
           !absl::IsDeadlineExceeded(status) && !absl::IsResourceExhausted(status) &&
           !absl::IsUnknown(status) && !absl::IsCancelled(status) && !absl::IsInternal(status);
  }

  // At the end.
  std::vector<v1::Event> AllEvents() {
    std::vector<v1::Event> events = lives_[0].Events();
    watcher_.AwaitNumber(events.back().number());
    return events;
  }
  void ExpectEveryNumberOnce(const std::vector<v1::Event>& events) {
    std::vector<int64_t> listed;
    for (const v1::Event& event : events) listed.push_back(event.number());
    std::vector<int64_t> all(listed.size());
    for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int64_t>(i) + 1;
    EXPECT_EQ(listed, all);
    EXPECT_EQ(watcher_.numbers(), all) << "as watched";
  }

  struct Record {
    std::string name;
    std::string switch_;
  };
  template <class List, class Rows>
  std::map<std::string, Record> Records(const char* method, const Rows& rows) {
    std::map<std::string, Record> records;
    std::string token;
    do {
      const auto page = lives_[0]
                            .api
                            .Ask<List>(method, "parent: '{}' page_size: 1000 page_token: '{}'",
                                       lives_[0].workspace, token)
                            .value();
      for (const auto& row : rows(page)) {
        if (row.stage() != v1::STAGE_LIVE) continue;
        const bool on = row.operation_status() == v1::OPERATION_STATUS_ENABLED;
        EXPECT_TRUE(
            records.try_emplace(row.tiktok_id(), Record{row.name(), on ? "ENABLE" : "DISABLE"})
                .second)
            << row.name() << " has another's id";
      }
      token = page.next_page_token();
    } while (!token.empty());
    return records;
  }
  // Nothing of ours is missing there, nothing there is missing here, no name was created twice.
  void ExpectMirrored(std::string_view path, const char* id_field, const char* name_field,
                      const std::map<std::string, Record>& records) {
    SCOPED_TRACE(path);
    const std::string account = lives_[0].ad_account.substr(lives_[0].ad_account.rfind('/') + 1);
    std::map<std::string, std::string> there;
    std::set<std::string> names;
    for (const json::object& row : Outside(programs, *middleman).List(path, account)) {
      const std::string id(row.at(id_field).as_string());
      const std::string name(row.at(name_field).as_string());
      EXPECT_TRUE(names.insert(name).second) << name << " is there twice";
      there[id] = std::string(row.at("operation_status").as_string());
      EXPECT_TRUE(records.contains(id)) << name << " isn't known here";
    }
    for (const auto& [id, record] : records) {
      const auto found = there.find(id);
      if (found == there.end()) {
        ADD_FAILURE() << record.name << " isn't on TikTok";
      } else {
        EXPECT_EQ(found->second, record.switch_) << record.name;
      }
    }
  }

  // A code has the days that were asked for, there and here.
  void ExpectDaysAsAsked(const std::vector<v1::Event>& events) {
    std::map<std::string, int> days;
    for (const v1::Event& event : events) {
      if (event.type() == "code.generated") {
        ASSERT_TRUE(event.attributes().contains("duration_days")) << "nobody else made a code";
        days[event.resource()] += std::stoi(event.attributes().at("duration_days"));
      } else if (event.type() == "code.extended") {
        ASSERT_TRUE(event.attributes().contains("added_days")) << "nobody else extended a code";
        days[event.resource()] += std::stoi(event.attributes().at("added_days"));
      }
    }
    for (const auto& [name, asked] : days) {
      const auto code = lives_[0].api.Ask<v1::Code>("CreatorService.GetCode", "name: '{}'", name);
      ASSERT_TRUE(code.ok()) << code.status();
      EXPECT_EQ(code->duration_days(), asked) << name;
    }
    for (const Story& life : lives_) {
      const auto code = life.api.Ask<v1::Code>("CreatorService.GetCode", "name: '{}'", life.code);
      if (!code.ok() || code->state() == v1::CODE_STATE_DELETED) continue;
      const auto settings =
          life.api
              .Ask<sim::PostAdSettings>("CreatorAppService.OpenAdSettings", "post: '{}'", life.item)
              .value();
      EXPECT_EQ(settings.code().duration_days(), code->duration_days()) << code->name();
      // TikTok's API tells whole seconds.
      EXPECT_EQ(settings.code().end_time().seconds(), code->end_time().seconds()) << code->name();
    }
  }

  // The alerts of one end of one authorization, from when it was known to when it no longer
  // counted.
  struct Period {
    absl::Time end;
    absl::Time since;
    std::map<int, int> told;  // by days left
  };
  static absl::Time EndOf(const v1::Event& event) {
    absl::Time end;
    std::string error;
    EXPECT_TRUE(
        absl::ParseTime(absl::RFC3339_full, event.attributes().at("end_time"), &end, &error));
    return end;
  }
  static void ExpectAlerts(const std::string& post, const Period& period, absl::Time until) {
    for (const int days : kAlertDays) {
      const absl::Time due = period.end - absl::Hours(24) * days;
      const auto told = period.told.find(days);
      const int count = told == period.told.end() ? 0 : told->second;
      SCOPED_TRACE(fmt::format("{}: {} days before {}", post, days,
                               absl::FormatTime(period.end, absl::UTCTimeZone())));
      EXPECT_LE(count, 1);
      if (due <= period.since) EXPECT_EQ(count, 0) << "it had passed when the end was known";
      if (due > period.since && due + kLate <= until) EXPECT_EQ(count, 1);
    }
  }
  void ExpectEveryAlertOnce(const std::vector<v1::Event>& events) {
    std::map<std::string, Period> open;
    for (const v1::Event& event : events) {
      const std::string& type = event.type();
      const absl::Time at = ToTime(event.event_time());
      const auto period = open.find(event.resource());
      const bool ends = type == "authorization.ended" || type == "post.unbound" ||
                        type == "authorization.extended";
      if (ends && period != open.end()) {
        ExpectAlerts(event.resource(), period->second, at);
        open.erase(period);
      }
      if (type == "post.authorized" || type == "authorization.resumed" ||
          type == "authorization.extended") {
        EXPECT_FALSE(open.contains(event.resource())) << "authorized twice";
        open[event.resource()] = {.end = EndOf(event), .since = at, .told = {}};
      }
      if (type == "authorization.ending") {
        ASSERT_NE(period, open.end()) << "nothing that could end";
        EXPECT_EQ(EndOf(event), period->second.end);
        ++period->second.told[std::stoi(event.attributes().at("days_left"))];
      }
    }
    const absl::Time now = lives_[0].Now();
    for (const auto& [post, period] : open) {
      ExpectAlerts(post, period, std::min(now, period.end));
      EXPECT_LT(now, period.end + kLate) << post << " ended and nobody was told";
    }
  }
  void ExpectNoCodeIn(const std::string& text, const char* where) const {
    for (const std::string& code : codes_) {
      EXPECT_EQ(text.find(code), std::string::npos) << "a code is in " << where;
    }
  }

  std::mt19937_64 random_;
  std::vector<Story> lives_;  // one workspace, one ad account, a creator and her things each
  Watcher watcher_;
  std::vector<std::string> plans_;
  std::set<std::string> codes_;
  int theirs_ = 0;
  int deaths_ = 0;
  int done_ = 0;
};

TEST_F(YearsTest, NothingIsLostAndNothingDoubled) {
  SCOPED_TRACE("SPARKGATE_SEED=" + Seed());
  for (size_t number = 0; number < Steps() && !HasFailure(); ++number) Step(number);
  // Everything is found out, late twins are removed, what people made is found.
  EndFaults();
  ConnectAnew();
  for (int day = 0; day < 3; ++day) ASSERT_EQ(Describe(Advance(absl::Hours(24))), "OK");

  const std::vector<v1::Event> events = AllEvents();
  ExpectEveryNumberOnce(events);
  ExpectMirrored("campaign/get/", "campaign_id", "campaign_name",
                 Records<v1::ListCampaignsResponse>(
                     "AdService.ListCampaigns", [](const auto& page) { return page.campaigns(); }));
  ExpectMirrored("adgroup/get/", "adgroup_id", "adgroup_name",
                 Records<v1::ListAdGroupsResponse>(
                     "AdService.ListAdGroups", [](const auto& page) { return page.ad_groups(); }));
  ExpectMirrored("ad/get/", "ad_id", "ad_name",
                 Records<v1::ListAdsResponse>("AdService.ListAds",
                                              [](const auto& page) { return page.ads(); }));
  ExpectDaysAsAsked(events);
  ExpectEveryAlertOnce(events);
  std::string told;
  for (const v1::Event& event : events) told += event.ShortDebugString();
  ExpectNoCodeIn(told, "an event");
  ExpectNoCodeIn(programs.ServerLog(), "the log");
  RecordProperty("events", static_cast<int>(events.size()));
  fmt::print("{} events, {} deeds, {} deaths, {}\n", events.size(), done_, deaths_,
             absl::FormatTime(lives_[0].Now(), absl::UTCTimeZone()));
}

}  // namespace
}  // namespace sparkgate::integration
