// A connection that is cut after TikTok has done what it was asked, on a connection that was used
// before: libcurl would send such a request again by itself. It has one effect, and the server
// finds out by reading what came of it.
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

constexpr char kPost[] = "POST";
// More than a test cuts (six) and the server uses at once (four for background work, and ours).
constexpr int kConnections = 12;

class CutTest : public BetweenPrograms {
 protected:
  // Opens so many connections that from here on there is always a used one at rest: as many calls
  // as that, each of which is answered when all are there.
  CutTest() {
    Story story(programs, {.workspace = "warm-up"});
    story.OpenPost();
    std::latch all(kConnections);
    std::vector<std::thread> callers;
    for (int i = 0; i < kConnections; ++i) {
      middleman->AtNext("", [&all](const Middleman::Forward& forward) {
        all.arrive_and_wait();
        return forward();
      });
    }
    for (int i = 0; i < kConnections; ++i) {
      callers.emplace_back([&story] {
        EXPECT_EQ(
            Describe(story.api.Try("CreatorService.ListPosts", "parent: '{}'", story.creator)),
            "OK");
      });
    }
    for (std::thread& caller : callers) caller.join();
    before_ = std::ssize(middleman->requests());
  }

  // What a test has sent to paths that end so, cut or not.
  std::vector<HttpServerRequest> Sent(const std::string& path_end) const {
    std::vector<HttpServerRequest> sent = middleman->requests();
    sent.erase(sent.begin(), sent.begin() + before_);
    std::erase_if(sent, [&](const HttpServerRequest& request) {
      return request.method != kPost || !request.path.ends_with(path_end);
    });
    return sent;
  }
  void ExpectSentOnce(const std::string& path_end) const {
    const std::vector<HttpServerRequest> sent = Sent(path_end);
    ASSERT_EQ(sent.size(), 1u) << path_end;
    EXPECT_GT(sent[0].earlier, 0) << path_end << " went over a new connection";
  }
  static size_t Count(const Story& story, std::string_view type) {
    return story.Events(fmt::format("'{}'", type)).size();
  }

 private:
  ptrdiff_t before_ = 0;  // requests of the warm-up
};

TEST_F(CutTest, EachMutationOfAStoryHasOneEffect) {
  const std::vector<std::string> mutations = {
      "post/authorize/setting/", "tt_video/authorize/", "campaign/create/",
      "adgroup/create/",         "ad/create/",          "campaign/status/update/"};
  for (const std::string& path_end : mutations) middleman->AtNext(path_end, CutTheAnswer);
  Story story(programs, {.workspace = "cut"});
  story.PlayUntilPublished();
  for (const std::string& path_end : mutations) ExpectSentOnce(path_end);
  for (const char* type : {"code.generated", "post.authorized", "campaign.published",
                           "ad_group.published", "ad.published"}) {
    EXPECT_EQ(Count(story, type), 1u) << type;
  }
  EXPECT_EQ(Count(story, "operation.unknown"), 0u) << "reading told at once";
  story.Advance(absl::Hours(25));
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
}

TEST_F(CutTest, AnExtensionAddsItsDaysOnce) {
  Story story(programs, {.workspace = "extend"});
  story.OpenPost();
  story.GenerateCode(30);
  middleman->AtNext("post/authorize/", CutTheAnswer);
  const auto extend = [&] {
    return story.api
        .Ask<v1::Code>("CreatorService.ExtendCode", "name: '{}' add_days: 7 request_id: 'e'",
                       story.code)
        .value()
        .duration_days();
  };
  EXPECT_EQ(extend(), 37);
  EXPECT_EQ(extend(), 37);
  ExpectSentOnce("post/authorize/");
  EXPECT_EQ(Count(story, "code.extended"), 1u);
}

TEST_F(CutTest, APauseAndADeletionAreOver) {
  Story story(programs, {.workspace = "pause"});
  story.PlayUntilPublished();
  const size_t before = Sent("campaign/status/update/").size();
  middleman->AtNext("campaign/status/update/", CutTheAnswer);
  EXPECT_EQ(story.api.Ask<v1::PauseResponse>("AdService.Pause", "name: '{}'", story.campaign)
                .value()
                .operation_status(),
            v1::OPERATION_STATUS_PAUSED);
  EXPECT_EQ(Sent("campaign/status/update/").size(), before + 1);
  middleman->AtNext("post/authorize/delete/", CutTheAnswer);
  EXPECT_EQ(Describe(story.api.Try("CreatorService.DeleteCode", "name: '{}'", story.code)), "OK");
  ExpectSentOnce("post/authorize/delete/");
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_DELETED);
}

// Nothing can be read about an exchange: the person consents again.
TEST_F(CutTest, AnOAuthCodeIsNeverExchangedTwice) {
  middleman->AtNext("tt_user/oauth2/token/", CutTheAnswer);
  Story story(programs, {.workspace = "oauth"});
  try {
    story.OpenPost();
    FAIL() << "the exchange's answer was lost";
  } catch (const absl::BadStatusOrAccess& lost) {
    EXPECT_EQ(Describe(lost.status()), "FAILED_PRECONDITION RECONNECT_NEEDED");
  }
  EXPECT_EQ(Sent("tt_user/oauth2/token/").size(), 1u);
}

// It never arrived. Reading can't tell that from being late, so the server looks twice, `settle`
// apart on the world's clock, before it sends again.
TEST_F(CutTest, WhatNeverArrivedIsSentAgainAfterSettledAbsence) {
  Story story(programs,
              {.workspace = "lost", .more = "settings: < upstream_timeout: < seconds: 5 > >"});
  story.OpenPost();
  middleman->AtNext("post/authorize/setting/", CutTheRequest);
  const auto generate = [&] {
    return story.api.Ask<v1::Code>("CreatorService.GenerateCode", "post: '{}' request_id: 'g'",
                                   story.post);
  };
  const absl::Status unknown = generate().status();
  EXPECT_EQ(Describe(unknown), "UNAVAILABLE OUTCOME_UNKNOWN");
  EXPECT_EQ(Describe(generate().status()), Describe(unknown)) << "a repetition follows it";
  const auto operation =
      story.api
          .Ask<v1::Operation>("OperationService.WaitOperation",
                              "name: '{}' timeout: < seconds: 60 >",
                              client::DetailsOf(unknown).metadata.at("operation"))
          .value();
  EXPECT_EQ(operation.state(), v1::OPERATION_STATE_UNKNOWN);
  EXPECT_EQ(operation.waiting_for(), "second_absence_read");
  EXPECT_EQ(ToTime(operation.due_time()), story.Now() + absl::Minutes(5));
  story.Advance(absl::Minutes(4));
  EXPECT_EQ(Sent("post/authorize/setting/").size(), 1u);
  story.Advance(absl::Minutes(1));
  EXPECT_EQ(Sent("post/authorize/setting/").size(), 2u);
  EXPECT_TRUE(generate().ok()) << generate().status();
  EXPECT_EQ(Count(story, "code.generated"), 1u);
}

// Slower than any patience: the first call arrives once the second one has done its work.
TEST_F(CutTest, AnAdThatArrivesLateIsTakenAwayAgain) {
  Story story(programs,
              {.workspace = "late", .more = "settings: < upstream_timeout: < seconds: 1 > >"});
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount();
  story.Authorize();
  story.Draft();
  std::latch may_arrive(1);
  std::latch arrived(1);
  middleman->AtNext("ad/create/", [&](const Middleman::Forward& forward) {
    may_arrive.wait();
    HttpServerResponse answer = forward();
    arrived.count_down();
    return answer;
  });
  story.Publish();
  story.Advance(absl::Minutes(11));
  EXPECT_EQ(story.GetAd().stage(), v1::STAGE_LIVE);
  const std::string id = story.GetAd().tiktok_id();
  may_arrive.count_down();
  arrived.wait();
  story.Advance(absl::Hours(1));
  const std::vector<v1::Event> removed = story.Events("'operation.twin_removed'");
  ASSERT_EQ(removed.size(), 1u);
  EXPECT_NE(removed[0].attributes().at("tiktok_id"), id);
  const std::vector<HttpServerRequest> deletions = Sent("ad/status/update/");
  ASSERT_EQ(deletions.size(), 1u);
  EXPECT_NE(deletions[0].body.find(removed[0].attributes().at("tiktok_id")), std::string::npos);
  story.Advance(absl::Hours(48));
  EXPECT_EQ(story.GetAd().stage(), v1::STAGE_LIVE);
  EXPECT_EQ(Count(story, "operation.twin_removed"), 1u);
}

}  // namespace
}  // namespace sparkgate::integration
