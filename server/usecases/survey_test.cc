#include "server/usecases/survey.h"

#include "server/usecases/library/library_work.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

class SurveyTest : public ConnectedFixture {
 protected:
  void AddPost(const std::string& item, absl::Time end) {
    Write([&](Transaction& tx) -> absl::Status {
      const SparkPost post = {.workspace = "w",
                              .ad_account = kAccount,
                              .item_id = item,
                              .auth_start = end - 30 * kDay,
                              .auth_end = end,
                              .create_time = now()};
      SG_RETURN_IF_ERROR(tx.spark_posts().Put(post));
      return PutAuthorizationWork(tx, workspace_, post, now());
    });
  }
  void AddOperation(const std::string& id, OperationState state, std::string_view waiting_for = "",
                    const std::string& parent = "") {
    Write([&](Transaction& tx) {
      return tx.operations().Put({.workspace = "w",
                                  .id = id,
                                  .kind = "code.extend",
                                  .state = state,
                                  .parent = parent,
                                  .waiting_for = std::string(waiting_for)});
    });
  }
  void AddWork(const std::string& kind, const std::string& subject, absl::Time due) {
    Write([&](Transaction& tx) {
      return tx.work().Put({.workspace = "w", .kind = kind, .subject = subject, .due = due});
    });
  }
  Standing Take(const SurveyBounds& bounds = {}) {
    const auto survey = TakeSurvey(env(), bounds);
    EXPECT_TRUE(survey.ok()) << survey.status();
    complete_ = survey->complete;
    return survey->standings.at(Environment::kSimulator);
  }

  using Ends = std::map<int, int64_t>;
  bool complete_ = false;
};

TEST_F(SurveyTest, ItSeesWhatEndsSoonWhateverTheAlertsAre) {
  AddPost("1", now() + absl::Hours(12));
  AddPost("2", now() + 3 * kDay);
  AddPost("3", now() + 3 * kDay + absl::Seconds(1));
  AddPost("4", now() + 29 * kDay);
  AddPost("5", now() + 31 * kDay);
  AddWork(kCodeEndWork, "c", now() + 8 * kDay);
  const Standing standing = Take();
  EXPECT_TRUE(complete_);
  EXPECT_EQ(standing.authorizations_ending, (Ends{{1, 1}, {3, 2}, {7, 3}, {14, 3}, {30, 4}}));
  EXPECT_EQ(standing.codes_ending, (Ends{{14, 1}, {30, 1}}));
  // Time passes, and nobody does the work.
  MoveTo(now() + 3 * kDay);
  EXPECT_EQ(Take().authorizations_ending, (Ends{{1, 1}, {3, 1}, {7, 1}, {14, 1}, {30, 3}}));
}

TEST_F(SurveyTest, ItSeesWhatIsDueAndForHowLong) {
  AddWork(kAdsSyncWork, "a", now() - absl::Minutes(7));
  AddWork(kAdsSyncWork, "b", now());
  AddWork(kLibrarySyncWork, "a", now() + absl::Microseconds(1));
  const Standing standing = Take();
  EXPECT_EQ(standing.work_due, (std::map<std::string, int64_t>{{kAdsSyncWork, 2}}));
  EXPECT_EQ(standing.oldest_due, absl::Minutes(7));
}

TEST_F(SurveyTest, ItSeesOperationsThatAreNotOver) {
  AddOperation("1", OperationState::kPlanned);
  AddOperation("2", OperationState::kUnknown, kWaitsForPerson);
  AddOperation("3", OperationState::kUnknown, "something else");
  AddOperation("4", OperationState::kDone);
  AddOperation("5", OperationState::kPlanned, "", "1");
  const Standing standing = Take();
  EXPECT_EQ(standing.operations,
            (std::map<OperationState, int64_t>{{OperationState::kPlanned, 1},
                                               {OperationState::kRunning, 0},
                                               {OperationState::kUnknown, 2}}));
  EXPECT_EQ(standing.waiting_for_person, 1);
}

TEST_F(SurveyTest, ItSeesHowFarWebhooksAreBehind) {
  Write([&](Transaction& tx) -> absl::Status {
    for (int i = 0; i < 5; ++i) {
      SG_RETURN_IF_ERROR(tx.events().Append({.workspace = "w", .type = "ad.changed"}));
    }
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put({.workspace = "w", .id = "1", .cursor = 2}));
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put({.workspace = "w", .id = "2", .cursor = 5}));
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(
        {.workspace = "w", .id = "3", .disabled = WebhookDisabled::kFailing}));
    return tx.webhook_endpoints().Put(
        {.workspace = "w", .id = "4", .disabled = WebhookDisabled::kByUser});
  });
  Write([&](Transaction& tx) {
    return tx.webhook_deliveries().Put({.workspace = "w", .endpoint = "1", .position = 1});
  });
  const Standing standing = Take();
  EXPECT_EQ(standing.last_events, 5);
  EXPECT_EQ(standing.webhook_lag, 3);
  EXPECT_EQ(standing.webhooks_pending, 1);
  EXPECT_EQ(standing.webhooks_disabled, 1);
}

TEST_F(SurveyTest, ItSaysWhenItLeftSomethingOut) {
  AddWork(kAdsSyncWork, "a", now());
  AddWork(kAdsSyncWork, "b", now());
  EXPECT_EQ(Take({.work_items = 2}).work_due.at(kAdsSyncWork), 2);
  EXPECT_FALSE(complete_);
  EXPECT_EQ(Take({.work_items = 3}).work_due.at(kAdsSyncWork), 2);
  EXPECT_TRUE(complete_);
  server_.AddWorkspace("x");
  EXPECT_EQ(Take({.altogether = 2}).workspaces, 2);
  EXPECT_FALSE(complete_);
}

TEST_F(SurveyTest, WhereNobodyTellsTheTimeNothingIsDue) {
  AddWork(kAdsSyncWork, "a", now());
  env().clocks.ForgetAll();
  const Standing standing = Take();
  EXPECT_EQ(standing.unknown_time, 1);
  EXPECT_TRUE(standing.work_due.empty());
}

}  // namespace
}  // namespace sparkgate::server
