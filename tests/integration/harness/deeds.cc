#include "tests/integration/harness/deeds.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "client/cpp/error.h"
#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;

void UntilAuthorized(Story& story) {
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount();
  story.Authorize();
}

absl::Status PublishOnce(const Story& story) {
  auto operation = story.api.Ask<v1::Operation>(
      "AdService.PublishAll", "campaign: '{}' request_id: 'once'", story.campaign);
  if (operation.ok()) {
    operation = story.api.Ask<v1::Operation>(
        "OperationService.WaitOperation", "name: '{}' timeout: < seconds: 60 >", operation->name());
  }
  if (!operation.ok()) return operation.status();
  if (operation->state() == v1::OPERATION_STATE_DONE && operation->items_failed() == 0) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(operation->ShortDebugString());
}

// An ad that a person at TikTok has rejected.
void UntilRejected(Story& story) {
  story.PlayUntilPublished();
  story.api
      .Ask<sim::Review>("ReviewDeskService.Decide",
                        "name: '{}/reviews/{}' verdict: REVIEW_VERDICT_REJECTED reasons: 'No.'",
                        story.world, story.GetAd().tiktok_id())
      .value();
  story.Advance(absl::Hours(1));
}

// Nothing that TikTok shows ever says that an appeal was not made: then a person asks there, and
// the caller asks anew.
absl::Status AppealOnce(const Story& story) {
  const auto appeal = [&](std::string_view request_id) {
    return story.api.Try("AdService.AppealReview", "ad_group: '{}' request_id: '{}'",
                         story.ad_group, request_id);
  };
  absl::Status status = appeal("once");
  const auto metadata = client::DetailsOf(status).metadata;
  const auto name = metadata.find("operation");
  if (name == metadata.end()) return status;
  const auto operation =
      story.api.Ask<v1::Operation>("OperationService.GetOperation", "name: '{}'", name->second);
  if (!operation.ok() || operation->waiting_for() != "a person") return status;
  const auto review =
      story.api.Ask<sim::Review>("ReviewDeskService.GetReview", "name: '{}/reviews/{}'",
                                 story.world, story.GetAd().tiktok_id());
  if (!review.ok()) return review.status();
  if (review->appeal_state() == sim::APPEAL_STATE_OPEN) return status;  // that it could have read
  const absl::Status resolved =
      story.api.Try("OperationService.ResolveOperation",
                    "name: '{}' finding: FINDING_DID_NOT_HAPPEN", name->second);
  return resolved.ok() ? appeal("again") : resolved;
}

// OK once nothing of it is on TikTok.
absl::Status TakeBackOnce(const Story& story) {
  auto operation = story.api.Ask<v1::Operation>(
      "AdService.PublishAll", "campaign: '{}' on_failure: ON_FAILURE_TAKE_BACK request_id: 'once'",
      story.campaign);
  if (operation.ok()) {
    operation = story.api.Ask<v1::Operation>(
        "OperationService.WaitOperation", "name: '{}' timeout: < seconds: 60 >", operation->name());
  }
  if (!operation.ok()) return operation.status();
  const auto campaign =
      story.api.Ask<v1::Campaign>("AdService.GetCampaign", "name: '{}'", story.campaign);
  if (!campaign.ok()) return campaign.status();
  if (operation->state() == v1::OPERATION_STATE_FAILED && campaign->stage() == v1::STAGE_DRAFT) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(operation->ShortDebugString());
}

// A call under one request_id, whose other fields name something of the story's.
auto Once(const std::string& method, const std::string& fields, std::string Story::*name) {
  return [=](const Story& story) {
    return story.api.Try(method, fields + " request_id: 'once'", story.*name);
  };
}

}  // namespace

const std::vector<Deed>& Deeds() {
  static const std::vector<Deed> deeds = {
      {.name = "generate",
       .prepare = [](Story& story) { story.OpenPost(); },
       .act = Once("CreatorService.GenerateCode", "post: '{}' duration_days: 30", &Story::post),
       .once = {"business/post/authorize/setting"},
       .events = {"code.generated"}},
      {.name = "extend",
       .prepare =
           [](Story& story) {
             story.OpenPost();
             story.GenerateCode(30);
           },
       .act = Once("CreatorService.ExtendCode", "name: '{}' add_days: 7", &Story::code),
       .once = {"business/post/authorize"},
       .events = {"code.extended"}},
      {.name = "extend-ended",
       .prepare =
           [](Story& story) {
             story.OpenPost();
             story.GenerateCode(7);
             story.Advance(absl::Hours(24 * 10));
             // Her token is refreshed here: a refresh that a death interrupts wants a new consent.
             story.api.Ask<v1::AdSettings>("CreatorService.GetAdSettings", "post: '{}'", story.post)
                 .value();
           },
       .act = Once("CreatorService.ExtendCode", "name: '{}' add_days: 30", &Story::code),
       .once = {"business/post/authorize"},
       .events = {"code.extended"}},
      {.name = "delete-code",
       .prepare =
           [](Story& story) {
             story.OpenPost();
             story.GenerateCode();
           },
       .act = Once("CreatorService.DeleteCode", "name: '{}'", &Story::code),
       .once = {"business/post/authorize/delete"},
       .events = {"code.deleted"}},
      {.name = "authorize",
       .prepare =
           [](Story& story) {
             story.OpenPost();
             story.GenerateCode();
             story.OpenAdAccount();
           },
       .act =
           [](const Story& story) {
             return story.api.Try("LibraryService.AuthorizeCode",
                                  "ad_account: '{}' code: {} request_id: 'once'", story.ad_account,
                                  Quote(story.RevealCode()));
           },
       .once = {"tt_video/authorize"},
       .events = {"post.authorized"}},
      {.name = "unbind",
       .prepare =
           [](Story& story) {
             UntilAuthorized(story);
             story.Advance(absl::Hours(24 * 31));
           },
       .act = Once("LibraryService.UnbindSparkPost", "name: '{}'", &Story::spark_post),
       .once = {"tt_video/unbind"},
       .events = {"post.unbound"}},
      {.name = "publish",
       .prepare =
           [](Story& story) {
             UntilAuthorized(story);
             story.Draft();
           },
       .act = PublishOnce,
       .once = {"campaign/create", "adgroup/create", "ad/create"},
       .events = {"campaign.published", "ad_group.published", "ad.published"}},
      // TikTok refuses its ad: what was created before is taken back.
      {.name = "take-back",
       .prepare =
           [](Story& story) {
             UntilAuthorized(story);
             story.Draft();
             story.api
                 .Ask<sim::FaultPlan>("FaultService.CreateFaultPlan",
                                      "world: '{}' fault_plan: < endpoint: 'ad/create' steps: < "
                                      "kind: FAULT_KIND_API_ERROR code: 40002 times: 1000 > >",
                                      story.world)
                 .value();
           },
       .act = TakeBackOnce,
       .once = {"campaign/create", "adgroup/create"},
       .events = {"campaign.taken_back", "ad_group.taken_back", "campaign.publish_finished"}},
      {.name = "pause",
       .prepare = [](Story& story) { story.PlayUntilPublished(); },
       .act = Once("AdService.Pause", "name: '{}'", &Story::ad),
       .once = {},
       .events = {"ad.switched_off"}},
      {.name = "edit-ad",
       .prepare = [](Story& story) { story.PlayUntilPublished(); },
       .act = Once("AdService.UpdateAd",
                   "ad: < name: '{}' landing_page_url: 'https://ramen.example/summer' > "
                   "update_mask: < paths: 'landing_page_url' >",
                   &Story::ad),
       .once = {},
       .events = {"ad.changed"}},
      {.name = "delete-ad",
       .prepare = [](Story& story) { story.PlayUntilPublished(); },
       .act = Once("AdService.DeleteAd", "name: '{}'", &Story::ad),
       .once = {},
       .events = {"ad.deleted"}},
      {.name = "appeal",
       .prepare = UntilRejected,
       .act = AppealOnce,
       .once = {"adgroup/appeal"},
       .events = {"ad.appealed"}},
  };
  return deeds;
}

void ExpectDoneOnce(const Deed& deed, const Story& story, std::string_view spoiled) {
  for (const std::string& endpoint : deed.once) {
    EXPECT_EQ(story.api
                  .Ask<sim::ListExchangesResponse>(
                      "JournalService.ListExchanges",
                      "world: '{}' page_size: 1000 filter: < endpoint: '{}' code: 0 fault: '' >",
                      story.world, endpoint)
                  .value()
                  .exchanges_size(),
              endpoint == spoiled ? 0 : 1)
        << endpoint;
  }
  for (const std::string& type : deed.events) {
    EXPECT_EQ(story.Events(fmt::format("'{}'", type)).size(), 1u) << type;
  }
}

}  // namespace sparkgate::integration
