// The fault matrix: what the server does about each fault of TikTok's API, for a read and three
// mutations. Whatever happens, a mutation is done once, nobody is told of a success that isn't one,
// and an unknown outcome is found out without anybody's help but time's.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;

enum class Target { kRead, kAuthorize, kGenerate, kCreateAd };

constexpr Target kTargets[] = {Target::kRead, Target::kAuthorize, Target::kGenerate,
                               Target::kCreateAd};

std::string_view EndpointOf(Target target) {
  switch (target) {
    case Target::kRead:
      return "tt_video/info";
    case Target::kAuthorize:
      return "tt_video/authorize";
    case Target::kGenerate:
      return "business/post/authorize/setting";
    case Target::kCreateAd:
      return "ad/create";
  }
  return "";
}

// What a caller may hear at first.
constexpr char kOk[] = "OK";
constexpr char kUnavailable[] = "UNAVAILABLE TIKTOK_UNAVAILABLE";
constexpr char kThrottled[] = "RESOURCE_EXHAUSTED TIKTOK_THROTTLED";
constexpr char kUnknown[] = "UNAVAILABLE OUTCOME_UNKNOWN";

struct Row {
  std::string step;      // of the plan
  bool done;             // the call that it happens to has its effect
  std::string read;      // what a read is answered
  std::string mutation;  // and a mutation
};

// A fault that leaves no doubt is an error; a done call whose answer is lost or spoiled is found by
// reading, and so a success; one that may or may not be done is unknown until that is settled.
const std::vector<Row>& Rows() {
  static const std::vector<Row> rows = {
      {"kind: FAULT_KIND_DELAY latency: < fixed: < nanos: 20000000 > >", true, kOk, kOk},
      {"kind: FAULT_KIND_API_ERROR code: 50000", false, kUnavailable, kUnknown},
      {"kind: FAULT_KIND_API_ERROR code: 50000 after_commit: true", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_HTTP_STATUS http_status: 502", false, kUnavailable, kUnknown},
      {"kind: FAULT_KIND_HTTP_STATUS http_status: 502 after_commit: true", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_APP_LIMIT", false, kThrottled, kThrottled},
      {"kind: FAULT_KIND_ADVERTISER_LIMIT", false, kThrottled, kThrottled},
      {"kind: FAULT_KIND_MAINTENANCE", false, kUnavailable, kUnavailable},
      {"kind: FAULT_KIND_RESET", false, kUnavailable, kUnknown},
      {"kind: FAULT_KIND_RESET after_commit: true", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_CUT_BEFORE", false, kUnavailable, kUnknown},
      {"kind: FAULT_KIND_CUT_AFTER", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_CUT_BODY", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_SLOW_BODY", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_MALFORMED_JSON", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_TRUNCATED_JSON", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_WRONG_TYPES", true, kUnavailable, kOk},
      {"kind: FAULT_KIND_NULLS", true, kUnavailable, kOk},
  };
  return rows;
}

// Of a connection that was kept from earlier calls, libcurl takes that for the other side's leave,
// and repeats a read by itself on a new one.
bool EndsBeforeFirstByte(const Row& row) {
  const std::string_view step = row.step;
  return step.starts_with("kind: FAULT_KIND_RESET") || step == "kind: FAULT_KIND_CUT_BEFORE" ||
         step == "kind: FAULT_KIND_CUT_AFTER";
}

class FaultMatrix : public BothPrograms {
 protected:
  static void SetUpTestSuite() {
    BothPrograms::SetUpTestSuite();
    for (const Target target : kTargets) {
      auto story = std::make_unique<Story>(
          *programs, StoryOptions{.workspace = fmt::format("base-{}", static_cast<int>(target)),
                                  .more = "settings: < upstream_timeout: < seconds: 2 > >"});
      story->OpenPost();
      if (target != Target::kGenerate) {
        story->GenerateCode();
        story->OpenAdAccount();
      }
      if (target == Target::kCreateAd) {
        story->Authorize();
        story->Draft();
      }
      bases_[target] = std::move(story);
    }
  }
  static void TearDownTestSuite() {
    bases_.clear();
    BothPrograms::TearDownTestSuite();
  }

  // Each cell plays in a fork of what it needs.
  static Story Start(Target target, size_t row) {
    return bases_.at(target)->Fork(*programs,
                                   fmt::format("cell-{}-{}", static_cast<int>(target), row));
  }

  // One call; a repetition of a mutation with the same id follows the first.
  static absl::Status Call(Story& story, Target target, const std::string& request_id) {
    switch (target) {
      case Target::kRead:
        return LookUp(story);
      case Target::kAuthorize:
        return story.api.Try("LibraryService.AuthorizeCode",
                             "ad_account: '{}' code: {} request_id: '{}'", story.ad_account,
                             Quote(story.RevealCode()), request_id);
      case Target::kGenerate:
        return story.api.Try("CreatorService.GenerateCode",
                             "post: '{}' duration_days: 30 request_id: '{}'", story.post,
                             request_id);
      case Target::kCreateAd:
        break;
    }
    return absl::UnimplementedError("ads are published by an operation");
  }

  // A success must be one.
  static absl::Status LookUp(Story& story) {
    const auto preview = story.api.Ask<v1::LookUpCodeResponse>(
        "LibraryService.LookUpCode", "ad_account: '{}' code: {}", story.ad_account,
        Quote(story.RevealCode()));
    if (preview.ok()) {
      EXPECT_EQ(preview->caption(), "Five-minute ramen, two pots");
      EXPECT_EQ("posts/" + preview->item_id(), story.item.substr(story.item.find("posts/")));
      EXPECT_TRUE(preview->has_auth_end_time());
    }
    return preview.status();
  }

  static std::string Plan(const Story& story, std::string_view endpoint, std::string_view step) {
    return story.api
        .Ask<sim::FaultPlan>("FaultService.CreateFaultPlan",
                             "world: '{}' fault_plan: < endpoint: '{}' steps: < {} > >",
                             story.world, endpoint, step)
        .value()
        .name();
  }
  static int64_t Fired(const Story& story, const std::string& plan) {
    return story.api.Ask<sim::FaultPlan>("FaultService.GetFaultPlan", "name: '{}'", plan)
        .value()
        .fired_count();
  }

  static int Calls(const Story& story, Target target, std::string_view filter) {
    return story.api
        .Ask<sim::ListExchangesResponse>(
            "JournalService.ListExchanges",
            "world: '{}' page_size: 1000 filter: < endpoint: '{}' {} >", story.world,
            EndpointOf(target), filter)
        .value()
        .exchanges_size();
  }
  static void ExpectOneEffect(const Story& story, Target target, const Row& row) {
    const int undisturbed = Calls(story, target, "code: 0 fault: ''");
    EXPECT_EQ(undisturbed + (row.done ? 1 : 0), 1);
    EXPECT_EQ(story
                  .Events(target == Target::kAuthorize  ? "'post.authorized'"
                          : target == Target::kGenerate ? "'code.generated'"
                                                        : "'ad.published'")
                  .size(),
              1u);
  }

 private:
  static inline std::map<Target, std::unique_ptr<Story>> bases_;
};

TEST_F(FaultMatrix, AReadFailsWithATypedErrorAndSucceedsWhenItIsRepeated) {
  for (size_t i = 0; i < Rows().size(); ++i) {
    const Row& row = Rows()[i];
    SCOPED_TRACE(row.step);
    Story story = Start(Target::kRead, i);
    const std::string plan = Plan(story, EndpointOf(Target::kRead), row.step);
    const std::string first = Describe(LookUp(story));
    if (!EndsBeforeFirstByte(row) || first != kOk) EXPECT_EQ(first, row.read);
    EXPECT_EQ(Fired(story, plan), 1);
    EXPECT_EQ(Describe(LookUp(story)), kOk);
  }
}

TEST_F(FaultMatrix, AMutationHasOneEffectAndItsOutcomeIsFoundOut) {
  for (const Target target : {Target::kAuthorize, Target::kGenerate}) {
    for (size_t i = 0; i < Rows().size(); ++i) {
      const Row& row = Rows()[i];
      SCOPED_TRACE(fmt::format("{}: {}", EndpointOf(target), row.step));
      Story story = Start(target, i);
      const std::string plan = Plan(story, EndpointOf(target), row.step);
      const std::string first = Describe(Call(story, target, "first"));
      EXPECT_EQ(first, row.mutation);
      EXPECT_EQ(Fired(story, plan), 1);
      if (first != kOk) {
        story.Advance(absl::Minutes(11));  // two reads of an absence, and what is sent after them
        EXPECT_EQ(Describe(Call(story, target, first == kUnknown ? "first" : "second")), kOk);
      }
      ExpectOneEffect(story, target, row);
    }
  }
}

// The library doesn't show the post that was authorized: an absence is believed only once it has
// settled, and that is longer than TikTok's reads lag behind.
TEST_F(FaultMatrix, AStaleReadMakesNoSecondEffect) {
  const Row lost = {"kind: FAULT_KIND_CUT_AFTER", true, kUnavailable, kUnknown};
  Story story = Start(Target::kAuthorize, Rows().size());
  Plan(story, EndpointOf(Target::kAuthorize), lost.step);
  const std::string stale =
      Plan(story, "tt_video/list", "kind: FAULT_KIND_STALE lag: < seconds: 240 > times: 0");
  EXPECT_EQ(Describe(Call(story, Target::kAuthorize, "first")), lost.mutation);
  EXPECT_GT(Fired(story, stale), 0);
  story.Advance(absl::Minutes(11));
  EXPECT_EQ(Describe(Call(story, Target::kAuthorize, "first")), kOk);
  ExpectOneEffect(story, Target::kAuthorize, lost);
  EXPECT_EQ(Calls(story, Target::kAuthorize, ""), 1);
}

TEST_F(FaultMatrix, AnAdIsCreatedOnce) {
  for (size_t i = 0; i < Rows().size(); ++i) {
    const Row& row = Rows()[i];
    SCOPED_TRACE(row.step);
    Story story = Start(Target::kCreateAd, i);
    const std::string plan = Plan(story, EndpointOf(Target::kCreateAd), row.step);
    v1::Operation published = story.Publish();
    EXPECT_EQ(Fired(story, plan), 1);
    story.Advance(absl::Minutes(11));
    published = story.api
                    .Ask<v1::Operation>("OperationService.WaitOperation",
                                        "name: '{}' timeout: < seconds: 60 >", published.name())
                    .value();
    if (published.items_failed() > 0) story.Publish();
    EXPECT_EQ(story.GetAd().stage(), v1::STAGE_LIVE) << published.ShortDebugString();
    ExpectOneEffect(story, Target::kCreateAd, row);
  }
}

}  // namespace
}  // namespace sparkgate::integration
