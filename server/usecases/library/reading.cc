#include "server/usecases/library/reading.h"

#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/names.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

// Why TikTok doesn't call it authorized. It tells that only by the end and the post's own status
// (facts 4.3, 4.5); that a code was deleted is known only of codes made here.
absl::StatusOr<SparkPostEvent> LossOf(const Transaction& tx, const SparkPost& post,
                                      absl::Time now) {
  const std::string& item = post.tiktok_item_status;
  if (item == "USER_DELETE" || item == "AUDIT_DELETE" || item == "ONLY_USER_PASS") {
    return SparkPostEvent::kPostGone;
  }
  if (now >= post.auth_end) return SparkPostEvent::kEnded;
  if (!post.code_id.empty()) {
    SG_ASSIGN_OR_RETURN(const auto code, tx.codes().Get(post.workspace, post.code_id));
    if (code.has_value() && code->state == CodeState::kDeleted) return SparkPostEvent::kCodeDeleted;
  }
  return SparkPostEvent::kLostOther;
}

bool SaysNothingNew(const SparkPost& before, const SparkPost& after) {
  return before.state == after.state && before.reason == after.reason &&
         before.auth_start == after.auth_start && before.auth_end == after.auth_end &&
         before.tiktok_auth_status == after.tiktok_auth_status &&
         before.tiktok_item_status == after.tiktok_item_status &&
         before.creator_name == after.creator_name && before.caption == after.caption &&
         before.code_id == after.code_id && before.identity_id == after.identity_id &&
         before.cover_uri.empty() == after.cover_uri.empty();
}

absl::Status Tell(Transaction& tx, const std::optional<SparkPost>& before, const SparkPost& after,
                  const PostReading& reading) {
  const std::string name = SparkPostName(after.workspace, after.ad_account, after.item_id);
  const auto tell = [&](const std::string& type, std::map<std::string, std::string> attributes) {
    return AppendEvent(tx, after.workspace, type, name, reading.time, std::move(attributes),
                       reading.operation);
  };
  const bool authorized = after.state == SparkPostState::kAuthorized;
  if (!before.has_value() || before->state == SparkPostState::kUnbound) {
    // An ended authorization stays in TikTok's list: meeting one is no news to act on.
    if (!authorized) return absl::OkStatus();
    return tell("post.authorized",
                {{"end_time", EventTime(after.auth_end)}, {"creator_name", after.creator_name}});
  }
  const bool was = before->state == SparkPostState::kAuthorized;
  if (was && !authorized) {
    static constexpr const char* kReasons[] = {"", "ENDED", "CODE_DELETED", "POST_GONE", "OTHER"};
    return tell("authorization.ended", {{"reason", kReasons[static_cast<int>(after.reason)]},
                                        {"end_time", EventTime(after.auth_end)}});
  }
  if (!was && authorized) {
    return tell("authorization.resumed", {{"end_time", EventTime(after.auth_end)}});
  }
  if (was && before->auth_end != after.auth_end) {
    return tell("authorization.extended", {{"end_time", EventTime(after.auth_end)},
                                           {"end_time_before", EventTime(before->auth_end)}});
  }
  return absl::OkStatus();
}

}  // namespace

bool IsAuthorized(const tiktok::SparkPost& read) {
  return read.authorization.status == "AUTHORIZED";
}

bool SaysNothingNew(const SparkPost& known, const tiktok::SparkPost& read, absl::Time now) {
  const bool authorized = known.state == SparkPostState::kAuthorized;
  // Why a post was lost may become clearer with time alone.
  if (!authorized && known.reason != UnauthorizedReason::kEnded) return false;
  return known.state != SparkPostState::kUnbound &&
         authorized == (IsAuthorized(read) && now < known.auth_end) &&
         known.auth_start == read.authorization.start.value_or(known.auth_start) &&
         known.auth_end == read.authorization.end.value_or(known.auth_end) &&
         known.tiktok_auth_status == read.authorization.status &&
         known.tiktok_item_status == read.item_status && known.creator_name == read.creator_name &&
         known.caption == read.caption && known.identity_id == read.identity_id &&
         known.cover_uri.empty() == read.cover_url.empty();
}

absl::StatusOr<SparkPost> TakeReading(Transaction& tx, const Workspace& workspace,
                                      const std::string& ad_account,
                                      const std::optional<SparkPost>& known,
                                      const PostReading& reading) {
  const tiktok::SparkPost& read = reading.post;
  const absl::Time now = reading.time;
  SparkPost post = known.value_or(SparkPost{.workspace = workspace.id,
                                            .ad_account = ad_account,
                                            .item_id = read.item_id,
                                            .create_time = now});
  post.creator_name = read.creator_name;
  post.caption = read.caption;
  post.cover_uri = read.cover_url;
  post.item_type = read.item_type;
  post.identity_id = read.identity_id;
  if (!reading.code_id.empty()) post.code_id = reading.code_id;
  if (read.authorization.start.has_value()) post.auth_start = *read.authorization.start;
  if (read.authorization.end.has_value() && post.auth_end != *read.authorization.end) {
    post.auth_end = *read.authorization.end;
    // Another end: its alerts begin anew, but whoever hears of it needs no warning of what has
    // passed by then.
    post.last_alert_days = ReachedAlert(post.auth_end, now, workspace.settings.alert_days);
  }
  post.tiktok_auth_status = read.authorization.status;
  post.tiktok_item_status = read.item_status;
  post.sync_time = now;

  // TikTok's list may lag, or its clock: the end is ours to know.
  SparkPostEvent event = SparkPostEvent::kAuthorized;
  if (!IsAuthorized(read) || now >= post.auth_end) {
    SG_ASSIGN_OR_RETURN(event, LossOf(tx, post, now));
  }
  // What the table has no step for is no news.
  (void)ApplySparkPostEvent(post, SparkPostEvent::kShownAgain);
  (void)ApplySparkPostEvent(post, event);
  const bool news = !known.has_value() || !SaysNothingNew(*known, post);
  if (news || reading.asked) SG_RETURN_IF_ERROR(tx.spark_posts().Put(post));
  if (!news) return post;
  SG_RETURN_IF_ERROR(PutAuthorizationWork(tx, workspace, post, now));
  SG_RETURN_IF_ERROR(Tell(tx, known, post, reading));
  // Ads stop and go on with the authorization they run under.
  if (known.has_value() && known->state != post.state) {
    SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kPostAdsWork, AuthorizationSubject(post), now));
  }
  return post;
}

absl::Status TakeAbsence(Transaction& tx, const SparkPost& known, std::string_view origin,
                         absl::Time now, std::string_view operation) {
  SparkPost post = known;
  if (now >= post.auth_end) (void)ApplySparkPostEvent(post, SparkPostEvent::kEnded);
  if (!ApplySparkPostEvent(post, SparkPostEvent::kAbsent)) return absl::OkStatus();
  post.sync_time = now;
  SG_RETURN_IF_ERROR(tx.spark_posts().Put(post));
  SG_RETURN_IF_ERROR(
      tx.work().Erase(post.workspace, kAuthorizationWork, AuthorizationSubject(post)));
  if (known.state == SparkPostState::kAuthorized) {  // until now, its ads ran
    SG_RETURN_IF_ERROR(WakeWork(tx, post.workspace, kPostAdsWork, AuthorizationSubject(post), now));
  }
  std::map<std::string, std::string> attributes;
  if (!origin.empty()) attributes["origin"] = std::string(origin);
  return AppendEvent(tx, post.workspace, "post.unbound",
                     SparkPostName(post.workspace, post.ad_account, post.item_id), now,
                     std::move(attributes), std::string(operation));
}

}  // namespace sparkgate::server
