// Every switch that a world has: one for every behaviour of TikTok that the public facts leave open
// or contradict, and for every limit that tests like to move. A switch is declared once, here, with
// its default, where that default comes from and how sure we are; docs/fidelity.md lists them.
#ifndef SPARKGATE_SIMULATOR_WORLD_SWITCH_SPECS_H_
#define SPARKGATE_SIMULATOR_WORLD_SWITCH_SPECS_H_

#include <string_view>

namespace sparkgate::simulator {

enum class SwitchKind { kFlag, kNumber, kChoice };

// How sure we are that TikTok behaves like the default.
enum class Confidence { kDocumented, kObserved, kInferred, kGuess };
std::string_view ConfidenceName(Confidence confidence);

struct SwitchSpec {
  std::string_view name;  // lower_snake_case, stable
  SwitchKind kind;
  std::string_view default_value;  // "true"/"false", a decimal number, or one of `choices`
  std::string_view choices;        // of a kChoice: "a|b|c"; of a kNumber: "min..max"
  std::string_view description;    // one sentence: what it decides
  std::string_view source;         // where the default comes from
  Confidence confidence;
};

inline constexpr SwitchSpec kAdGroupQuota{"adgroup_quota",
                                          SwitchKind::kNumber,
                                          "4980",
                                          "0..1000000000",
                                          "What adgroup/quota answers as total_adgroup_quota.",
                                          "facts 7.4: the official sample's value",
                                          Confidence::kDocumented};
// A code's preview by tt_video/info before tt_video/authorize.
inline constexpr SwitchSpec kInfoBeforeAuthorize{
    "info_before_authorize",
    SwitchKind::kFlag,
    "true",
    "",
    "tt_video/info answers for a code that this advertiser has not authorized yet.",
    "facts 4.2: info takes the code and has a scope of its own; no word on the order",
    Confidence::kInferred};
inline constexpr SwitchSpec kCodeReusable{"code_reusable",
                                          SwitchKind::kFlag,
                                          "true",
                                          "",
                                          "Several advertisers may redeem one code.",
                                          "facts 10.3: two tools do so, one vendor says otherwise",
                                          Confidence::kObserved};
inline constexpr SwitchSpec kExtendKeepsCode{
    "extend_keeps_code",
    SwitchKind::kFlag,
    "true",
    "",
    "Extending an authorization keeps the code's text.",
    "facts 3.4: the start stays put in the official samples",
    Confidence::kInferred};
inline constexpr SwitchSpec kDeleteInUse{
    "delete_in_use",
    SwitchKind::kChoice,
    "revoke",
    "revoke|refuse",
    "What deleting a code that runs in ads does: take the authorization away, or be refused.",
    "facts 10.3: sources contradict each other",
    Confidence::kGuess};
inline constexpr SwitchSpec kExtendExpiredFrom{
    "extend_expired_from",
    SwitchKind::kChoice,
    "now",
    "now|old_end",
    "From when the days count if an expired authorization is extended.",
    "facts 3.4: extension after expiry works; the starting point is unknown",
    Confidence::kGuess};
inline constexpr SwitchSpec kMinFollowers{
    "min_followers",
    SwitchKind::kNumber,
    "10000",
    "0..1000000000",
    "Followers an account needs before the code option appears.",
    "the Spark Ads guide's prerequisites; facts 10.3 doubts it",
    Confidence::kGuess};

inline constexpr SwitchSpec kAdvertiserQps{
    "advertiser_qps",
    SwitchKind::kNumber,
    "20",
    "0..1000000",
    "Calls a second to one endpoint about one ad account, of all apps together; 60 times as many a "
    "minute, 86,400 times a day; 0 for no limit.",
    "facts 1.6: there are such limits (40133), of unknown size; as many as an Advanced app has",
    Confidence::kGuess};
inline constexpr SwitchSpec kAuthorizationLostFilter{
    "authorization_lost_filter",
    SwitchKind::kFlag,
    "false",
    "",
    "The get endpoints take a lost authorization as secondary_status filter.",
    "facts 7.7: one SDK says not filterable, the official one says it is",
    Confidence::kObserved};
inline constexpr SwitchSpec kAuthorizeQps{
    "authorize_qps",
    SwitchKind::kNumber,
    "2",
    "0..1000000",
    "Calls a second to tt_video/authorize of one app; 0 for what its level allows.",
    "facts 1.6: an integrator reports a stricter limit than elsewhere, no value",
    Confidence::kGuess};
inline constexpr SwitchSpec kBareNumberIds{
    "bare_number_ids",
    SwitchKind::kFlag,
    "false",
    "",
    "Ids are JSON numbers where the official samples show them so: subscription_id, and ad_id in "
    "review_info.",
    "facts 1.8: the documentation says strings, some samples show numbers",
    Confidence::kDocumented};
inline constexpr SwitchSpec kBudgetMustExceed{
    "budget_must_exceed",
    SwitchKind::kFlag,
    "false",
    "",
    "A budget must be more than the minimum rather than at least that.",
    "facts 7.9: one help article says exceed, another gives the minimum itself",
    Confidence::kGuess};
inline constexpr SwitchSpec kConsentAutoAllow{
    "consent_auto_allow",
    SwitchKind::kFlag,
    "false",
    "",
    "A consent page allows by itself where it is clear for which accounts: the link names them, or "
    "the world has only one.",
    "ours: TikTok always asks; tests have nobody to click",
    Confidence::kDocumented};
inline constexpr SwitchSpec kCreatorScopeError{
    "creator_scope_error",
    SwitchKind::kChoice,
    "40130",
    "40130|40001",
    "The code that a creator's token without the scope is answered with.",
    "facts 2.9: presumably 40130",
    Confidence::kGuess};
inline constexpr SwitchSpec kDeleteAuthorizedPost{
    "delete_authorized_post",
    SwitchKind::kChoice,
    "allow",
    "allow|refuse",
    "Whether a creator may delete a post while it is authorized for ads.",
    "facts 10.3: a vendor says no, yet video_deleted is an official error",
    Confidence::kGuess};
inline constexpr SwitchSpec kEndStatus{
    "authorization_end_status",
    SwitchKind::kChoice,
    "AD_STATUS_ASSET_AUTHORIZATION_LOST",
    "AD_STATUS_ASSET_AUTHORIZATION_LOST|AD_STATUS_ADGROUP_ASSET_AUTHORIZATION_LOST|"
    "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED",
    "The status of an ad whose authorization came to its end time.",
    "facts 7.7: not documented; best guess",
    Confidence::kGuess};
inline constexpr SwitchSpec kDeliveryPace{
    "delivery_pace",
    SwitchKind::kNumber,
    "80",
    "0..1000",
    "Percent of its budget that an ad group wants to spend on an average day; above 100 budgets "
    "are "
    "used up before the day is over, and 0 spends nothing.",
    "facts 7.9: a budget is a limit; how much of it is spent isn't public",
    Confidence::kGuess};
inline constexpr SwitchSpec kHttpsCallbacksOnly{
    "https_callbacks_only",
    SwitchKind::kChoice,
    "except_loopback",
    "except_loopback|always|never",
    "Whether a webhook's callback_url must be HTTPS; a receiver on this machine needs none by "
    "default.",
    "facts 8.1: HTTPS; the exception is for tests",
    Confidence::kDocumented};
inline constexpr SwitchSpec kIdentityVideoInviteField{
    "identity_video_invite_field",
    SwitchKind::kChoice,
    "invite_start_time",
    "invite_start_time|invite_start_time_stamp",
    "What identity/video/info calls the time at which the advertiser redeemed the code.",
    "facts 5.5: documented with _stamp, a real response had none",
    Confidence::kObserved};
inline constexpr SwitchSpec kInfoOfExpiredCode{
    "info_of_expired_code",
    SwitchKind::kFlag,
    "false",
    "",
    "tt_video/info answers for a code that has expired instead of auth_code_expired.",
    "facts 1.5: the help centre names the failure, no word on info",
    Confidence::kGuess};
inline constexpr SwitchSpec kInUseMeans{
    "in_use_means",
    SwitchKind::kChoice,
    "redeemed",
    "redeemed|in_ad",
    "When a code is IN_USE: an advertiser has redeemed it, or an ad uses its post.",
    "facts 3.5: the documentation says only that it is in use",
    Confidence::kGuess};
inline constexpr SwitchSpec kMaxTotalDays{
    "max_total_days",
    SwitchKind::kNumber,
    "0",
    "0..1000000",
    "Days that an authorization can last with all its extensions; 0 for no limit.",
    "facts 3.4: unknown; a sample shows 425",
    Confidence::kGuess};
inline constexpr SwitchSpec kRateLimitWindows{
    "rate_limit_windows",
    SwitchKind::kChoice,
    "fixed",
    "fixed|sliding",
    "Whether a second's and a minute's rate limit count the calls of that second or minute of UTC, "
    "or of the last one at any instant.",
    "facts 1.6: a second's is free again at the next second; no word on where one begins",
    Confidence::kGuess};
// How: see rate_limits/rate_limits.h.
inline constexpr SwitchSpec kRateLimits{
    "rate_limits",
    SwitchKind::kChoice,
    "AUTO",
    "AUTO|OFF|WORLD_CLOCK|REAL_TIME",
    "By which clock rate limits hold, if at all; AUTO: OFF while the world's clock is frozen, "
    "WORLD_CLOCK while it runs.",
    "ours: TikTok's are always on, and in a frozen world they would never end",
    Confidence::kDocumented};
inline constexpr SwitchSpec kReauthorize{
    "reauthorize",
    SwitchKind::kChoice,
    "refuse",
    "refuse|ok",
    "What an advertiser hears that redeems a code again: an error, or success without effect.",
    "facts 4.1: integrators see an error",
    Confidence::kObserved};
inline constexpr SwitchSpec kRefusedCallsCount{
    "refused_calls_count",
    SwitchKind::kFlag,
    "true",
    "",
    "Calls beyond a second's rate limit count for the minute's and the day's all the same.",
    "facts 1.6: unknown; else an app's limit of a minute, 60 times that of a second, were never "
    "met",
    Confidence::kGuess};
inline constexpr SwitchSpec kRequests{
    "requests",
    SwitchKind::kChoice,
    "strict",
    "strict|lenient",
    "What SDKs are known to send wrongly (no slash at the end, a key for every item of a list, the "
    "token in the query, numbers and booleans as text, unknown fields): refused, or taken.",
    "facts 1.1: the edge answers 404, repeated keys don't work, the token is a header",
    Confidence::kObserved};
inline constexpr SwitchSpec kRereviewKeepsRunning{
    "rereview_keeps_running",
    SwitchKind::kFlag,
    "true",
    "",
    "The approved version of a changed ad runs on while the new one is reviewed.",
    "facts 11: the help centre says so; AD_STATUS_REAUDIT, not delivering, exists too",
    Confidence::kDocumented};
inline constexpr SwitchSpec kReviewPausedAds{
    "review_paused_ads",
    SwitchKind::kFlag,
    "true",
    "",
    "Ads that are paused at some level are reviewed too, rather than when they are enabled.",
    "facts 11: unknown; integrators create everything paused",
    Confidence::kGuess};
inline constexpr SwitchSpec kRevokedStatus{
    "authorization_revoked_status",
    SwitchKind::kChoice,
    "AD_STATUS_ASSET_AUTHORIZATION_LOST",
    "AD_STATUS_ASSET_AUTHORIZATION_LOST|AD_STATUS_ADGROUP_ASSET_AUTHORIZATION_LOST|"
    "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED",
    "The status of an ad whose authorization was taken away: code or post deleted, account banned.",
    "facts 7.7: not documented; best guess",
    Confidence::kGuess};
inline constexpr SwitchSpec kScheduleNeedsAuthorization{
    "schedule_needs_authorization",
    SwitchKind::kFlag,
    "false",
    "",
    "An ad whose group runs beyond the end of the post's authorization is refused.",
    "facts 10.3: a vendor says so; no documented rule",
    Confidence::kGuess};
inline constexpr SwitchSpec kSettingAnswersCode{
    "setting_answers_code",
    SwitchKind::kFlag,
    "true",
    "",
    "business/post/authorize/setting answers the code; otherwise it must be read by status.",
    "facts 3.3: the documentation shows it, a vendor saw an empty body",
    Confidence::kDocumented};
inline constexpr SwitchSpec kSlashRequired{
    "slash_required",
    SwitchKind::kFlag,
    "true",
    "",
    "business/post/authorize/* without the trailing slash is 404, as everywhere.",
    "facts 1.1: one SDK leaves it away there",
    Confidence::kInferred};
inline constexpr SwitchSpec kStatusOfDeletedCode{
    "status_of_deleted_code",
    SwitchKind::kChoice,
    "error",
    "error|DELETED",
    "What business/post/authorize/status says after the code was deleted.",
    "facts 3.5: documented as an error; DELETED is in the enumeration all the same",
    Confidence::kDocumented};
inline constexpr SwitchSpec kTcmAuthorizationDays{
    "tcm_authorization_days",
    SwitchKind::kChoice,
    "any",
    "any|fixed",
    "Which days tcm/tt_video/apply takes: any 1 to 365, or 7, 30, 60 and 365.",
    "facts 4.6: the page of apply says the first, that of status the second",
    Confidence::kDocumented};
inline constexpr SwitchSpec kTcmCodeWhileWaiting{
    "tcm_code_while_waiting",
    SwitchKind::kFlag,
    "true",
    "",
    "tcm/tt_video/status shows the video's code, if it has one, also while the creator hasn't "
    "answered.",
    "facts 4.6: one copy of the page says so, another names the code only when accepted",
    Confidence::kDocumented};
inline constexpr SwitchSpec kTcmRequestLimit{
    "tcm_request_limit",
    SwitchKind::kNumber,
    "30",
    "1..1000000",
    "How often tcm/tt_video/apply may ask for one video before the creator answers.",
    "facts 4.6: num_remaining_request is at most 30",
    Confidence::kDocumented};
inline constexpr SwitchSpec kUnbindWhileAuthorized{
    "unbind_while_authorized",
    SwitchKind::kFlag,
    "false",
    "",
    "tt_video/unbind takes a post out of the library while it is still authorized.",
    "facts 4.4: meant for expired and cancelled ones",
    Confidence::kInferred};
inline constexpr SwitchSpec kMagicValues{
    "magic_values",
    SwitchKind::kFlag,
    "true",
    "",
    "Codes and names of ads that begin as docs/faults.md says force an outcome.",
    "ours: TikTok has nothing of the kind",
    Confidence::kDocumented};
inline constexpr SwitchSpec kUnfundedBeforeReview{
    "unfunded_before_review",
    SwitchKind::kFlag,
    "true",
    "",
    "Ads of an account that can't pay read AD_STATUS_BALANCE_EXCEED from the start, not only once "
    "they are approved.",
    "facts 6.3: ads then sit in that status; 14.8 suggests review first",
    Confidence::kInferred};
inline constexpr SwitchSpec kUnknownFields{
    "unknown_fields",
    SwitchKind::kChoice,
    "refuse",
    "refuse|ignore",
    "A call with a field that the endpoint doesn't have is refused, or answered as if it weren't "
    "there; with requests lenient it always is.",
    "ours: no public page says; a misspelt optional field is found early",
    Confidence::kGuess};
inline constexpr SwitchSpec kWebhookOnApproval{
    "webhook_on_approval",
    SwitchKind::kFlag,
    "true",
    "",
    "Review webhooks are sent for approvals too, with an empty reason.",
    "facts 8.3: unknown",
    Confidence::kGuess};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SWITCH_SPECS_H_
