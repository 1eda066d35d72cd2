#include "tests/integration/harness/deeds.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/journal_service.pb.h"

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

// A call under one request_id, whose other fields name something of the story's.
auto Once(std::string method, std::string fields, std::string Story::*name) {
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
      {.name = "pause",
       .prepare = [](Story& story) { story.PlayUntilPublished(); },
       .act = Once("AdService.Pause", "name: '{}'", &Story::ad),
       .once = {},
       .events = {"ad.switched_off"}},
      {.name = "delete-ad",
       .prepare = [](Story& story) { story.PlayUntilPublished(); },
       .act = Once("AdService.DeleteAd", "name: '{}'", &Story::ad),
       .once = {},
       .events = {"ad.deleted"}},
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
