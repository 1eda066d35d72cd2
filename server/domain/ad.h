// Campaigns, ad groups and ads: drafts of ours, then objects on TikTok; and what TikTok's statuses
// mean for review and delivery.
#ifndef SPARKGATE_SERVER_DOMAIN_AD_H_
#define SPARKGATE_SERVER_DOMAIN_AD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::server {

//  DRAFT ─submit→ SUBMITTING ─created→ LIVE ─deleted→ DELETED;  SUBMITTING ─refused→ FAILED
//  ─submit→ …;  SUBMITTING ─cancelled→ DRAFT (it was never sent);  LIVE ─taken back→ DRAFT
enum class Stage { kDraft = 1, kSubmitting = 2, kLive = 3, kDeleted = 4, kFailed = 5 };
enum class StageEvent { kSubmit, kCreated, kRefused, kCancelled, kDeleted, kTakenBack };
std::optional<Stage> NextStage(Stage stage, StageEvent event);

enum class OperationStatus { kEnabled = 1, kPaused = 2 };
enum class Objective {
  kReach = 1,
  kTraffic = 2,
  kVideoViews = 3,
  kEngagement = 4,
  kWebConversions = 5,
  kOther = 6,  // only of adopted campaigns
};
enum class BudgetMode { kInfinite = 1, kDay = 2, kTotal = 3, kOther = 4 };  // kOther: as above

// What the three have in common: one life, one mirror of TikTok.
struct Published {
  OperationStatus operation_status = OperationStatus::kEnabled;
  Stage stage = Stage::kDraft;
  std::string tiktok_id;
  std::string tiktok_secondary_status;
  std::string failure;   // "REASON: sentence"
  bool adopted = false;  // people made it on TikTok itself
  absl::Time create_time;

  friend bool operator==(const Published&, const Published&) = default;
};

struct Campaign : Published {
  std::string workspace;
  std::string id;
  std::string ad_account;
  std::string display_name;
  Objective objective = Objective::kReach;
  BudgetMode budget_mode = BudgetMode::kInfinite;
  int64_t budget_micros = 0;
  std::string tiktok_objective;  // of an adopted one, in TikTok's word

  friend bool operator==(const Campaign&, const Campaign&) = default;
};

struct AdGroup : Published {
  std::string workspace;
  std::string id;
  std::string campaign;
  std::string ad_account;
  std::string display_name;
  std::string optimization_goal;
  std::string billing_event;
  int64_t bid_micros = 0;
  BudgetMode budget_mode = BudgetMode::kDay;
  int64_t budget_micros = 0;
  std::optional<absl::Time> schedule_start;
  std::optional<absl::Time> schedule_end;
  std::vector<std::string> placements;
  std::vector<std::string> location_ids;
  std::vector<std::string> age_groups;
  std::string gender;
  std::vector<std::string> languages;
  int frequency = 0;
  int frequency_days = 0;
  std::string pixel_id;
  std::string optimization_event;

  friend bool operator==(const AdGroup&, const AdGroup&) = default;
};

enum class ReviewState {
  kNone = 1,
  kInReview = 2,
  kApproved = 3,
  kPartlyApproved = 4,
  kRejected = 5
};

// The appeal against a rejection; each rejection can be appealed once.
enum class AppealState { kNone = 1, kOpen = 2, kSuccessful = 3, kFailed = 4 };

struct Review {
  ReviewState state = ReviewState::kNone;
  bool rereview = false;
  bool old_version_running = false;
  std::vector<std::string> reject_reasons;
  std::vector<std::string> suggestions;
  std::vector<std::string> forbidden_locations;
  std::vector<std::string> forbidden_ages;
  std::vector<std::string> forbidden_placements;
  std::optional<absl::Time> submit_time;
  std::optional<absl::Time> decide_time;
  AppealState appeal = AppealState::kNone;
  std::optional<absl::Time> appeal_time;
  friend bool operator==(const Review&, const Review&) = default;
};

enum class DeliveryState {
  kNone = 0,
  kScheduled = 1,
  kDelivering = 2,
  kNotDelivering = 3,
  kCompleted = 4
};
enum class NotDelivering {
  kAuthorizationEnded = 1,
  kInReview,
  kRejected,
  kPaused,
  kGroupPaused,
  kCampaignPaused,
  kBalance,
  kBudget,
  kAccountSuspended,
  kMusic,
  kDeleted,
  kOther
};
struct Delivery {
  DeliveryState state = DeliveryState::kNone;
  std::vector<NotDelivering> reasons;
  friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct Ad : Published {
  std::string workspace;
  std::string id;
  std::string ad_group;
  std::string campaign;
  std::string ad_account;
  std::string display_name;
  std::string item_id;                      // the Spark post's, in `ad_account`
  std::string identity_type = "AUTH_CODE";  // an adopted one may run as another
  std::string call_to_action;
  std::string landing_page_url;
  bool dark_post = false;
  bool promotional_music_disabled = true;
  Review review;
  Delivery delivery;
  bool has_delivered = false;  // at least once, as far as it was seen

  friend bool operator==(const Ad&, const Ad&) = default;
};

// What TikTok's operation_status says (ENABLE, DISABLE); any other word changes nothing.
OperationStatus ReadSwitch(std::string_view operation_status, OperationStatus before);

// Whether TikTok's secondary_status, of any of the three, says that it was deleted at some level.
bool SaysDeleted(std::string_view secondary_status);

// What TikTok's secondary_status of an ad means (facts 7.7). Total: an unknown value is
// NOT_DELIVERING (kOther) and never changes the review.
struct AdReading {
  std::optional<ReviewState> review;  // nullopt: the status says nothing about the review
  bool rereview = false;
  bool old_version_running = false;
  Delivery delivery;
  bool deleted = false;
};
AdReading ReadSecondaryStatus(const std::string& secondary_status);

// The review as far as both sources tell (facts 11: review_info reads ALL_AVAILABLE before any
// review, so the status decides whether there is one). `review_status` is review_info's, "" if
// there was none.
ReviewState JoinReview(const AdReading& reading, const std::string& review_status,
                       ReviewState before);

// What becomes of an ad's appeal when its review goes from one state to another, or stays.
// `group_appeal` is the ad group's appeal_status as read with it, "" if it wasn't: of several ads'
// appeals it tells only that one is open, or else that one failed (facts 7.11).
AppealState NextAppeal(AppealState appeal, ReviewState before, ReviewState after,
                       std::string_view group_appeal);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_AD_H_
