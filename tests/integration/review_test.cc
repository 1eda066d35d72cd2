// What TikTok's reviewers decide about an ad: seen by polling, told once, appealed once.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cpp/error.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

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
      const auto reasons = event.attributes().find("reasons");
      lines.push_back(event.type() +
                      (reasons == event.attributes().end() ? "" : ": " + reasons->second));
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
  EXPECT_THAT(story.Told(), ElementsAre("ad.rejected: The page shows another pan.", "ad.appealed",
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
  EXPECT_THAT(story.Told(), ElementsAre("ad.rejected: The page shows another pan.", "ad.appealed",
                                        "ad.appeal_failed: It is another pan."));
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
  EXPECT_THAT(story.Told(), ElementsAre("ad.partly_approved: Not for minors.", "ad.delivering"));
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
