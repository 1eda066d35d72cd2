// A post in an ad account's library.
//
//   AUTHORIZED   ─ended | deleted | post gone→ UNAUTHORIZED(reason)
//   UNAUTHORIZED ─extended or fresh code→ AUTHORIZED
//   either       ─absent from TikTok's list→ UNBOUND(reason): gone
//   UNBOUND      ─fresh code→ AUTHORIZED;  ─shown again→ UNAUTHORIZED, until a reading says more
#ifndef SPARKGATE_SERVER_DOMAIN_SPARK_POST_H_
#define SPARKGATE_SERVER_DOMAIN_SPARK_POST_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::server {

enum class SparkPostState { kAuthorized = 1, kUnauthorized = 2, kUnbound = 3 };
enum class UnauthorizedReason {
  kNone = 0,
  kEnded = 1,
  kCodeDeleted = 2,
  kPostGone = 3,
  kOther = 4
};
enum class SparkPostEvent {
  kEnded,
  kCodeDeleted,
  kPostGone,
  kLostOther,
  kAuthorized,
  kAbsent,
  kShownAgain
};

struct SparkPost {
  std::string workspace;
  std::string ad_account;  // TikTok advertiser_id
  std::string item_id;
  SparkPostState state = SparkPostState::kAuthorized;
  UnauthorizedReason reason = UnauthorizedReason::kNone;
  std::string creator_name;
  std::string caption;
  std::string cover_uri;
  std::string item_type;    // VIDEO, CAROUSEL
  std::string identity_id;  // identity_type AUTH_CODE
  std::string code_id;      // Code::id, "" if unknown here
  absl::Time auth_start;
  absl::Time auth_end;
  std::string tiktok_auth_status;
  std::string tiktok_item_status;
  absl::Time create_time;
  absl::Time sync_time;
  // The nearest alert distance that needs no alert any more: it was raised, or had passed already
  // when this auth_end became known; 0 = none yet.
  int last_alert_days = 0;

  friend bool operator==(const SparkPost&, const SparkPost&) = default;
};

struct SparkPostStep {
  SparkPostState state;
  UnauthorizedReason reason;
  friend bool operator==(const SparkPostStep&, const SparkPostStep&) = default;
};

// The table: total over (state, event); nullopt = no such step.
std::optional<SparkPostStep> NextSparkPostState(SparkPostState state, UnauthorizedReason reason,
                                                SparkPostEvent event);

// Applies the table; false, and nothing changed, where it has no such step.
[[nodiscard]] bool ApplySparkPostEvent(SparkPost& post, SparkPostEvent event);

// As people see it at `now`: an authorized post whose end has come is unauthorized (ended).
SparkPostStep StateAt(const SparkPost& post, absl::Time now);

// The nearest alert distance that `now` has reached, in days; 0 = none yet.
int ReachedAlert(absl::Time auth_end, absl::Time now, const std::vector<int>& alert_days);

// Whether `now` has reached a distance that wasn't told yet. Only an authorized post has alerts.
bool AlertIsDue(const SparkPost& post, absl::Time now, const std::vector<int>& alert_days);

// The next instant after `after` at which an alert or the end is due, given distances in days.
// nullopt once the end has passed.
struct AuthorizationDue {
  absl::Time at;
  int days_before;  // 0 = the end itself
};
std::optional<AuthorizationDue> NextAuthorizationDue(absl::Time auth_end, absl::Time after,
                                                     const std::vector<int>& alert_days);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_SPARK_POST_H_
