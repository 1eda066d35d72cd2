#include "server/domain/spark_post.h"

namespace sparkgate::server {
namespace {

SparkPostStep Lost(UnauthorizedReason reason) { return {SparkPostState::kUnauthorized, reason}; }

constexpr SparkPostStep kAuthorizedStep = {SparkPostState::kAuthorized, UnauthorizedReason::kNone};

std::optional<SparkPostStep> FromAuthorized(SparkPostEvent event) {
  switch (event) {
    case SparkPostEvent::kEnded:
      return Lost(UnauthorizedReason::kEnded);
    case SparkPostEvent::kCodeDeleted:
      return Lost(UnauthorizedReason::kCodeDeleted);
    case SparkPostEvent::kPostGone:
      return Lost(UnauthorizedReason::kPostGone);
    case SparkPostEvent::kLostOther:
      return Lost(UnauthorizedReason::kOther);
    case SparkPostEvent::kAuthorized:  // extended before its end
      return kAuthorizedStep;
    // TikTok unbinds only what ended or was cancelled (facts 4.4): between two readings it was
    // lost, and nobody says why.
    case SparkPostEvent::kAbsent:
      return SparkPostStep{SparkPostState::kUnbound, UnauthorizedReason::kOther};
    case SparkPostEvent::kShownAgain:  // it never was gone
      return std::nullopt;
  }
  return std::nullopt;
}

// Later news about a lost post counts if it says more than what is known: a post that is gone says
// more than a deleted code, and that more than an end.
int Weight(UnauthorizedReason reason) {
  switch (reason) {
    case UnauthorizedReason::kNone:
      return 0;
    case UnauthorizedReason::kOther:
      return 1;
    case UnauthorizedReason::kEnded:
      return 2;
    case UnauthorizedReason::kCodeDeleted:
      return 3;
    case UnauthorizedReason::kPostGone:
      return 4;
  }
  return 0;
}

std::optional<SparkPostStep> FromUnauthorized(UnauthorizedReason reason, SparkPostEvent event) {
  switch (event) {
    case SparkPostEvent::kEnded:
    case SparkPostEvent::kCodeDeleted:
    case SparkPostEvent::kPostGone:
    case SparkPostEvent::kLostOther: {
      const SparkPostStep step = *FromAuthorized(event);
      if (Weight(step.reason) <= Weight(reason)) return std::nullopt;
      return step;
    }
    case SparkPostEvent::kAuthorized:
      return kAuthorizedStep;
    case SparkPostEvent::kAbsent:
      return SparkPostStep{SparkPostState::kUnbound, reason};
    case SparkPostEvent::kShownAgain:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<SparkPostStep> NextSparkPostState(SparkPostState state, UnauthorizedReason reason,
                                                SparkPostEvent event) {
  switch (state) {
    case SparkPostState::kAuthorized:
      return FromAuthorized(event);
    case SparkPostState::kUnauthorized:
      return FromUnauthorized(reason, event);
    case SparkPostState::kUnbound:
      if (event == SparkPostEvent::kAuthorized) return kAuthorizedStep;
      // Why it was lost then says nothing of why it isn't authorized now.
      if (event == SparkPostEvent::kShownAgain) return Lost(UnauthorizedReason::kOther);
      return std::nullopt;
  }
  return std::nullopt;
}

bool ApplySparkPostEvent(SparkPost& post, SparkPostEvent event) {
  const auto next = NextSparkPostState(post.state, post.reason, event);
  if (!next.has_value()) return false;
  post.state = next->state;
  post.reason = next->reason;
  return true;
}

SparkPostStep StateAt(const SparkPost& post, absl::Time now) {
  if (post.state == SparkPostState::kAuthorized && now >= post.auth_end) {
    return Lost(UnauthorizedReason::kEnded);
  }
  return {post.state, post.reason};
}

int ReachedAlert(absl::Time auth_end, absl::Time now, const std::vector<int>& alert_days) {
  int reached = 0;
  for (const int days : alert_days) {
    if (days <= 0 || now < auth_end - days * absl::Hours(24)) continue;
    if (reached == 0 || days < reached) reached = days;
  }
  return reached;
}

bool AlertIsDue(const SparkPost& post, absl::Time now, const std::vector<int>& alert_days) {
  const int reached = ReachedAlert(post.auth_end, now, alert_days);
  return reached != 0 && (post.last_alert_days == 0 || reached < post.last_alert_days);
}

std::optional<AuthorizationDue> NextAuthorizationDue(absl::Time auth_end, absl::Time after,
                                                     const std::vector<int>& alert_days) {
  if (auth_end <= after) return std::nullopt;
  AuthorizationDue next = {auth_end, 0};
  for (const int days : alert_days) {
    const absl::Time at = auth_end - days * absl::Hours(24);
    if (days > 0 && at > after && at < next.at) next = {at, days};
  }
  return next;
}

}  // namespace sparkgate::server
