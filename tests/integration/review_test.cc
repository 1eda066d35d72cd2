// What TikTok's reviewers decide about an ad: seen by polling, told once, appealed once.
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "base/json.h"
#include "client/cpp/error.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace json = boost::json;
namespace sim = simulator::v1;

using testing::ElementsAre;

// A published ad that nobody reviews but by hand.
class UnderReview : public Story {
 public:
  UnderReview(const Programs& programs, const std::string& id)
      : Story(programs,
              {.workspace = id, .more = "settings: < upstream_timeout: < seconds: 5 > >"}) {
    api.Ask<sim::ReviewPolicy>("ReviewDeskService.UpdateReviewPolicy",
                               "policy: < name: '{}/reviewPolicy' automatic: false > "
                               "update_mask: < paths: 'automatic' >",
                               world)
        .value();
    PlayUntilPublished();
  }
  // A reviewer decides, and an hour later the server has seen it.
  void Decide(std::string_view decision) {
    api.Ask<sim::Review>("ReviewDeskService.Decide", "name: '{}/reviews/{}' {}", world,
                         GetAd().tiktok_id(), decision)
        .value();
    Advance(absl::Hours(1));
  }
  void Reject() {
    Decide(
        "verdict: REVIEW_VERDICT_REJECTED reasons: 'The page shows another pan.' "
        "suggestion: 'Link to the pan.'");
  }
  absl::StatusOr<v1::AppealReviewResponse> Appeal(std::string_view more = "") const {
    return api.Ask<v1::AppealReviewResponse>("AdService.AppealReview", "ad_group: '{}' {}",
                                             ad_group, more);
  }
  v1::Review GetReview() const {
    return api.Ask<v1::Review>("AdService.GetReview", "ad: '{}'", ad).value();
  }
  // The ad's events since it was published, with their reasons.
  std::vector<std::string> Told() const {
    std::vector<std::string> lines;
    for (const v1::Event& event : Events("'ad.*'")) {
      if (event.type() == "ad.drafted" || event.type() == "ad.published") continue;
      std::string line = event.type();
      for (const char* key : {"reasons", "old_version"}) {
        const auto found = event.attributes().find(key);
        if (found != event.attributes().end()) line += ": " + found->second;
      }
      lines.push_back(std::move(line));
    }
    return lines;
  }
};

class ReviewTest : public BetweenPrograms {
 protected:
  size_t Appeals() const {
    size_t count = 0;
    for (const auto& request : middleman->requests()) {
      count += request.path.ends_with("adgroup/appeal/") ? 1 : 0;
    }
    return count;
  }
  // Somebody gives the ad another page, not through us but with the same token.
  void Change(const Story& story, std::string_view page) const {
    const std::string ad = story.GetAd().tiktok_id();
    for (const auto& request : middleman->requests()) {
      if (!request.path.ends_with("/ad/create/")) continue;
      json::object body = ParseJson(request.body).value().as_object();
      json::object& creative = body.at("creatives").at(0).as_object();
      creative["ad_id"] = ad;
      creative.erase("operation_status");  // an update doesn't switch
      creative["landing_page_url"] = page;
      std::string path = request.path;
      path.replace(path.size() - std::string_view("create/").size(), std::string::npos, "update/");
      const auto answer =
          NewCurlClient({})->Send({.method = "POST",
                                   .url = programs.SimulatorUrl() + path,
                                   .headers = {{"Content-Type", "application/json"},
                                               {"Access-Token", *request.Header("access-token")}},
                                   .body = json::serialize(body)});
      ASSERT_TRUE(answer.ok()) << answer.status();
      EXPECT_TRUE(ParseJson(answer->body).value().at("data").at("need_audit").as_bool())
          << answer->body;
      return;
    }
    FAIL() << "no ad was created";
  }
};

TEST_F(ReviewTest, ARejectionIsAppealedAndTakenBack) {
  UnderReview story(programs, "approved");
  EXPECT_EQ(Describe(story.Appeal().status()), "FAILED_PRECONDITION NOT_REJECTED");
  story.Reject();
  v1::Review review = story.GetAd().review();
  EXPECT_EQ(review.state(), v1::REVIEW_STATE_REJECTED);
  EXPECT_THAT(review.reject_reasons(), ElementsAre("The page shows another pan."));
  EXPECT_THAT(review.suggestions(), ElementsAre("Link to the pan."));
  EXPECT_EQ(review.appeal_state(), v1::APPEAL_STATE_NONE);

  EXPECT_THAT(story.Appeal("reason: 'It is the very pan.' request_id: 'a'").value().ads(),
              ElementsAre(story.ad));
  const absl::Time appealed = story.Now();
  EXPECT_THAT(story.Appeal("reason: 'It is the very pan.' request_id: 'a'").value().ads(),
              ElementsAre(story.ad));
  EXPECT_EQ(story.api
                .Ask<sim::Review>("ReviewDeskService.GetReview", "name: '{}/reviews/{}'",
                                  story.world, story.GetAd().tiktok_id())
                .value()
                .appeal_reason(),
            "It is the very pan.");
  story.Advance(absl::Hours(30));
  review = story.GetReview();
  EXPECT_EQ(review.appeal_state(), v1::APPEAL_STATE_OPEN);
  EXPECT_EQ(ToTime(review.appeal_time()), appealed);
  EXPECT_EQ(review.state(), v1::REVIEW_STATE_REJECTED);

  story.Decide("verdict: REVIEW_VERDICT_APPROVED");
  EXPECT_EQ(story.GetAd().review().appeal_state(), v1::APPEAL_STATE_SUCCESSFUL);
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
  EXPECT_EQ(Appeals(), 1u);
  EXPECT_THAT(story.Told(),
              ElementsAre("ad.in_review", "ad.rejected: The page shows another pan.", "ad.appealed",
                          "ad.approved", "ad.appeal_succeeded", "ad.delivering"));
}

TEST_F(ReviewTest, ARejectionThatStandsIsntAppealedTwice) {
  UnderReview story(programs, "rejected");
  story.Reject();
  ASSERT_TRUE(story.Appeal(fmt::format("ad: '{}'", story.ad)).ok());
  story.Decide("verdict: REVIEW_VERDICT_REJECTED reasons: 'It is another pan.'");
  const v1::Review review = story.GetAd().review();
  EXPECT_EQ(review.state(), v1::REVIEW_STATE_REJECTED);
  EXPECT_EQ(review.appeal_state(), v1::APPEAL_STATE_FAILED);
  EXPECT_THAT(review.reject_reasons(), ElementsAre("It is another pan."));
  EXPECT_EQ(Describe(story.Appeal().status()), "FAILED_PRECONDITION ALREADY_APPEALED");
  EXPECT_EQ(Appeals(), 1u);
  EXPECT_THAT(story.Told(), ElementsAre("ad.in_review", "ad.rejected: The page shows another pan.",
                                        "ad.appealed", "ad.appeal_failed: It is another pan."));
}

TEST_F(ReviewTest, APartlyApprovedAdSaysWhereItMayNotRun) {
  UnderReview story(programs, "partly");
  story.Decide(
      "verdict: REVIEW_VERDICT_PARTLY_APPROVED reasons: 'Not for minors.' "
      "suggestion: 'Show it to grown-ups.' forbidden_ages: 'AGE_13_17' "
      "forbidden_locations: '6252001' forbidden_placements: 'PLACEMENT_PANGLE'");
  const v1::Review review = story.GetAd().review();
  EXPECT_EQ(review.state(), v1::REVIEW_STATE_PARTLY_APPROVED);
  EXPECT_THAT(review.forbidden_ages(), ElementsAre("AGE_13_17"));
  EXPECT_THAT(review.forbidden_locations(), ElementsAre("6252001"));
  EXPECT_THAT(review.forbidden_placements(), ElementsAre("PLACEMENT_PANGLE"));
  EXPECT_THAT(review.suggestions(), ElementsAre("Show it to grown-ups."));
  EXPECT_EQ(Describe(story.Appeal().status()), "FAILED_PRECONDITION NOT_REJECTED");
  EXPECT_THAT(story.Told(),
              ElementsAre("ad.in_review", "ad.partly_approved: Not for minors.", "ad.delivering"));
}

// Each round of a review is told once, whatever runs meanwhile.
TEST_F(ReviewTest, AChangedAdIsReviewedAgainWhileTheOldOneRuns) {
  UnderReview story(programs, "changed");
  story.Decide("verdict: REVIEW_VERDICT_APPROVED");
  Change(story, "https://ramen.example/summer");
  story.Advance(absl::Hours(25));
  EXPECT_TRUE(story.GetAd().review().rereview());
  EXPECT_TRUE(story.GetAd().review().old_version_running());
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
  story.Decide("verdict: REVIEW_VERDICT_APPROVED");
  EXPECT_FALSE(story.GetAd().review().rereview());

  Change(story, "https://ramen.example/autumn");
  story.Advance(absl::Hours(25));
  story.Reject();
  Change(story, "https://ramen.example/winter");
  story.Advance(absl::Hours(25));
  story.Decide("verdict: REVIEW_VERDICT_APPROVED");
  story.Advance(absl::Hours(25));
  EXPECT_THAT(story.Told(),
              ElementsAre("ad.in_review", "ad.approved", "ad.delivering", "ad.in_review: RUNNING",
                          "ad.approved", "ad.in_review: RUNNING",
                          "ad.rejected: The page shows another pan.", "ad.stopped: REJECTED",
                          "ad.in_review: HELD", "ad.approved", "ad.resumed"));
}

TEST_F(ReviewTest, AnAdThatIsChangedHereIsSeenInReviewAtOnce) {
  UnderReview story(programs, "edited");
  story.Decide("verdict: REVIEW_VERDICT_APPROVED");
  EXPECT_EQ(story.api
                .Ask<v1::Ad>("AdService.UpdateAd",
                             "ad: < name: '{}' landing_page_url: 'https://ramen.example/summer' > "
                             "update_mask: < paths: 'landing_page_url' >",
                             story.ad)
                .value()
                .landing_page_url(),
            "https://ramen.example/summer");
  story.Advance(absl::ZeroDuration());
  EXPECT_EQ(story.GetAd().review().state(), v1::REVIEW_STATE_IN_REVIEW);
  EXPECT_TRUE(story.GetAd().review().old_version_running());
  EXPECT_EQ(Describe(story.api.Try(
                "AdService.UpdateAd",
                "ad: < name: '{}' display_name: 'Ramen' > update_mask: < paths: 'display_name' >",
                story.ad)),
            "FAILED_PRECONDITION NOT_A_DRAFT");
  story.Decide("verdict: REVIEW_VERDICT_APPROVED");
  EXPECT_THAT(story.Told(), ElementsAre("ad.in_review", "ad.approved", "ad.delivering",
                                        "ad.changed", "ad.in_review: RUNNING", "ad.approved"));
}

TEST_F(ReviewTest, AnAppealWhoseAnswerIsLostWasMadeOnce) {
  UnderReview story(programs, "cut");
  story.Reject();
  middleman->AtNext("adgroup/appeal/", CutTheAnswer);
  EXPECT_THAT(story.Appeal("request_id: 'a'").value().ads(), ElementsAre(story.ad));
  EXPECT_EQ(Appeals(), 1u);
  EXPECT_EQ(story.GetAd().review().appeal_state(), v1::APPEAL_STATE_OPEN);
  EXPECT_EQ(story.Events("'ad.appealed'").size(), 1u);
}

// Nothing shows whether it may still come, so nobody but a person says that it didn't.
TEST_F(ReviewTest, AnAppealThatNeverArrivedWaitsForAPerson) {
  UnderReview story(programs, "lost");
  story.Reject();
  middleman->AtNext("adgroup/appeal/", CutTheRequest);
  const absl::Status lost = story.Appeal().status();
  ASSERT_EQ(Describe(lost), "UNAVAILABLE OUTCOME_UNKNOWN");
  const std::string name = client::DetailsOf(lost).metadata.at("operation");
  EXPECT_EQ(Describe(story.Appeal().status()), "ABORTED OPERATION_IN_PROGRESS");
  story.Advance(absl::Hours(1));
  EXPECT_EQ(story.api.Ask<v1::Operation>("OperationService.GetOperation", "name: '{}'", name)
                .value()
                .waiting_for(),
            "a person");
  EXPECT_EQ(Appeals(), 1u);
  story.api
      .Ask<v1::Operation>("OperationService.ResolveOperation",
                          "name: '{}' finding: FINDING_DID_NOT_HAPPEN", name)
      .value();
  ASSERT_TRUE(story.Appeal().ok());
  EXPECT_EQ(Appeals(), 2u);
  EXPECT_EQ(story.GetAd().review().appeal_state(), v1::APPEAL_STATE_OPEN);
}

}  // namespace
}  // namespace sparkgate::integration
