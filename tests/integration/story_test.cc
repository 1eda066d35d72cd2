// The seven steps of a Spark Ads code, then the days until it ends, its extension, and delivering
// again; seen by calls and, in order, on a watch stream.
#include "tests/integration/harness/story.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/both_programs.h"

namespace sparkgate::integration {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

constexpr absl::Duration kDay = absl::Hours(24);
const absl::Time kStart = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01

// What a watcher sees from its next event on, `count` of them, with the day each happened on.
std::vector<std::string> NextEvents(StreamOf<v1::WatchEventsResponse>& watch, size_t count) {
  std::vector<std::string> lines;
  while (lines.size() < count) {
    const auto message = watch.Next();
    if (!message.has_value()) return lines;
    if (!message->has_event()) continue;
    const v1::Event& event = message->event();
    std::string line =
        fmt::format("{} {}", (ToTime(event.event_time()) - kStart) / kDay, event.type());
    for (const char* key : {"days_left", "reason", "reasons", "added_days"}) {
      const auto found = event.attributes().find(key);
      if (found != event.attributes().end()) line += " " + found->second;
    }
    lines.push_back(line);
  }
  return lines;
}

StreamOf<v1::WatchEventsResponse> Watch(const Story& story, std::string_view types) {
  return story.api.Open<v1::WatchEventsResponse>(
      "EventService.WatchEvents", "parent: '{}' types: [{}]", story.workspace, types);
}

using StoryTest = BothPrograms;

TEST_F(StoryTest, FromThePostToDeliveringAgain) {
  Story story(*programs, {.workspace = "story"});
  auto watch = Watch(story, "");
  // 1: ad settings; 2 and 3: a code of 30 days.
  story.OpenPost();
  story.GenerateCode(30);
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_NOT_USED);
  const absl::Time end = ToTime(story.GetCode().end_time());
  EXPECT_EQ(end, kStart + 30 * kDay);
  EXPECT_THAT(story.RevealCode(), MatchesRegex("#[A-Za-z0-9+/]{63}[A-Za-z0-9+/=]"));

  // 4, 5, 6: the brand looks it up and redeems it.
  story.OpenAdAccount();
  EXPECT_TRUE(
      story.api
          .Ask<v1::Readiness>("AdvertiserService.CheckReadiness", "name: '{}'", story.ad_account)
          .value()
          .ready());
  const auto found =
      story.api
          .Ask<v1::LookUpCodeResponse>("LibraryService.LookUpCode", "ad_account: '{}' code: {}",
                                       story.ad_account, Quote(story.RevealCode()))
          .value();
  EXPECT_EQ(found.creator_name(), "mia.cooks");
  EXPECT_EQ(found.caption(), "Five-minute ramen, two pots");
  EXPECT_NE(found.cover_uri(), "");
  story.Authorize();
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_IN_USE);
  story.Draft();
  const auto check =
      story.api
          .Ask<v1::CheckPublishResponse>("AdService.CheckPublish", "campaign: '{}'", story.campaign)
          .value();
  EXPECT_TRUE(check.publishable()) << check.ShortDebugString();

  // 7: published, in review, approved within a day, and seen within an hour of that.
  const v1::Operation published = story.Publish();
  EXPECT_EQ(published.state(), v1::OPERATION_STATE_DONE);
  // The campaign is there twice: made, and switched on in the end.
  EXPECT_EQ(published.items(0).kind(), "campaign.create");
  EXPECT_EQ(published.items(published.items_size() - 1).kind(), "campaign.switch");
  EXPECT_EQ(story.GetAd().review().state(), v1::REVIEW_STATE_IN_REVIEW);
  EXPECT_THAT(story.GetAd().delivery().reasons(), ElementsAre(v1::NOT_DELIVERING_REASON_IN_REVIEW));
  story.Advance(kDay + absl::Hours(1));
  EXPECT_EQ(story.GetAd().review().state(), v1::REVIEW_STATE_APPROVED);
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);

  // The end is an instant.
  story.AdvanceTo(end - absl::Seconds(1));
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
  story.AdvanceTo(end);
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_EXPIRED);
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_NOT_DELIVERING);
  EXPECT_THAT(story.GetAd().delivery().reasons(),
              ElementsAre(v1::NOT_DELIVERING_REASON_AUTHORIZATION_ENDED));

  const auto extended =
      story.api.Ask<v1::Code>("CreatorService.ExtendCode", "name: '{}' add_days: 30", story.code)
          .value();
  EXPECT_EQ(extended.state(), v1::CODE_STATE_IN_USE);
  EXPECT_EQ(ToTime(extended.end_time()), end + 30 * kDay);
  story.Advance(kDay);
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);

  EXPECT_THAT(
      NextEvents(watch, 16),
      ElementsAre("0 creator.connected", "0 code.generated", "0 code.revealed",
                  "0 advertiser.connected", "0 code.revealed", "0 code.revealed",
                  "0 post.authorized", "0 campaign.drafted", "0 ad_group.drafted", "0 ad.drafted",
                  "0 campaign.publish_started", "0 campaign.published", "0 ad_group.published",
                  "0 ad.published", "0 ad.in_review", "0 campaign.publish_finished"));
  // When the review ends is the seed's to say: within a day, and an hour to see it.
  EXPECT_THAT(NextEvents(watch, 2),
              ElementsAre(MatchesRegex("[01] ad.approved"), MatchesRegex("[01] ad.delivering")));
  EXPECT_THAT(NextEvents(watch, 10),
              ElementsAre("16 authorization.ending 14", "23 authorization.ending 7",
                          "27 authorization.ending 3", "29 authorization.ending 1", "30 code.ended",
                          "30 authorization.ended ENDED", "30 ad.stopped AUTHORIZATION_ENDED",
                          "30 code.extended 30", "30 authorization.resumed", "30 ad.resumed"));
}

TEST_F(StoryTest, WarnsAtEachDistanceFromTheEnd) {
  Story story(*programs, {.workspace = "warnings"});
  auto watch = Watch(story, "'authorization.*', 'code.ended'");
  story.OpenPost();
  story.GenerateCode(60);
  story.OpenAdAccount();
  story.Authorize();
  story.Advance(90 * kDay);
  EXPECT_THAT(
      NextEvents(watch, 7),
      ElementsAre("30 authorization.ending 30", "46 authorization.ending 14",
                  "53 authorization.ending 7", "57 authorization.ending 3",
                  "59 authorization.ending 1", "60 code.ended", "60 authorization.ended ENDED"));
  // Looking at an ended code tells nothing again.
  story.api.Ask<v1::AdSettings>("CreatorService.GetAdSettings", "post: '{}'", story.post).value();
  story.Advance(kDay);
  EXPECT_EQ(story.Events("'code.ended'").size(), 1u);
}

TEST_F(StoryTest, OneWrongCharacterAndThereIsNoSuchCode) {
  Story story(*programs, {.workspace = "wrong"});
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount();
  std::string code = story.RevealCode();
  code[30] = code[30] == 'A' ? 'B' : 'A';
  for (const char* method : {"LibraryService.LookUpCode", "LibraryService.AuthorizeCode"}) {
    EXPECT_EQ(
        Describe(story.api.Try(method, "ad_account: '{}' code: {}", story.ad_account, Quote(code))),
        "NOT_FOUND CODE_NOT_FOUND");
  }
}

}  // namespace
}  // namespace sparkgate::integration
