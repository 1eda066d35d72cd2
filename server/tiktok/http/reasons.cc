#include "server/tiktok/http/reasons.h"

#include <algorithm>
#include <charconv>
#include <string>

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_replace.h>

namespace sparkgate::tiktok {
namespace {

using absl::StatusCode;

constexpr Reason kReasons[] = {
    {"RECONNECT_NEEDED", StatusCode::kFailedPrecondition, Who::kConsenter,
     "TikTok doesn't accept this connection's token any more: connect again."},
    {"SCOPE_MISSING", StatusCode::kPermissionDenied, Who::kConsenter,
     "The consent doesn't cover this call: connect again and grant what is missing."},
    {"OAUTH_CODE_INVALID", StatusCode::kFailedPrecondition, Who::kConsenter,
     "TikTok's OAuth code is wrong, used or too old: consent again."},
    {"APP_REFUSED", StatusCode::kFailedPrecondition, Who::kOperator,
     "TikTok refuses this developer app: check its id, secret, scopes and approval."},
    {"TIKTOK_THROTTLED", StatusCode::kResourceExhausted, Who::kNobody,
     "TikTok's rate limit is reached.", 2},
    {"TIKTOK_UNAVAILABLE", StatusCode::kUnavailable, Who::kNobody,
     "TikTok can't answer properly at the moment.", 5},
    {"CODE_MALFORMED", StatusCode::kInvalidArgument, Who::kCaller,
     "This isn't a Spark Ads code: check it with the creator."},
    {"CODE_NOT_FOUND", StatusCode::kNotFound, Who::kCreator,
     "There is no such code: check every character, or ask the creator for a new one."},
    {"CODE_EXPIRED", StatusCode::kFailedPrecondition, Who::kCreator,
     "The code's period has ended: ask the creator to extend it."},
    {"CODE_DELETED", StatusCode::kFailedPrecondition, Who::kCreator,
     "The code was deleted: ask the creator for a new one."},
    {"CODE_EXISTS", StatusCode::kAlreadyExists, Who::kCreator,
     "The post has a code already: extend that one or delete it."},
    {"CODE_USED_ELSEWHERE", StatusCode::kFailedPrecondition, Who::kCreator,
     "Another ad account has redeemed this code: ask the creator for another one."},
    {"POST_UNAVAILABLE", StatusCode::kFailedPrecondition, Who::kCreator,
     "The post was deleted, hidden or removed: choose another one."},
    {"POST_NOT_SUPPORTED", StatusCode::kFailedPrecondition, Who::kCreator,
     "TikTok doesn't allow this kind of post in Spark Ads: choose another one."},
    {"POST_NOT_AUTHORIZED", StatusCode::kFailedPrecondition, Who::kCreator,
     "The ad account may not run this post: its authorization is missing or has ended."},
    {"ORIGINAL_CODE_NEEDED", StatusCode::kFailedPrecondition, Who::kCreator,
     "This post builds on another one: its creator must give a code for that one too."},
    {"ALREADY_AUTHORIZED", StatusCode::kAlreadyExists, Who::kNobody,
     "The ad account has authorized this post before."},
    {"POST_IN_USE", StatusCode::kFailedPrecondition, Who::kAdvertiser,
     "The post is used in Spark Ads: those ads must be deleted first."},
    {"AD_AUTHORIZATION_UNAVAILABLE", StatusCode::kFailedPrecondition, Who::kCreator,
     "TikTok doesn't offer ad authorization here: check the account's ad settings and eligibility, "
     "and that the post's ad authorization is on."},
    {"STILL_AUTHORIZED", StatusCode::kFailedPrecondition, Who::kCreator,
     "The authorization still stands: only after its end can the post be taken out."},
    {"CREATIVE_LIBRARY_UNAVAILABLE", StatusCode::kFailedPrecondition, Who::kAdvertiser,
     "The ad account has no access to TikTok's Creative Library, where Spark posts are kept."},
    {"PREVIEW_NEEDS_AUTHORIZATION", StatusCode::kFailedPrecondition, Who::kAdvertiser,
     "TikTok shows this post only after its code was authorized."},
    {"NAME_TAKEN", StatusCode::kAlreadyExists, Who::kCaller,
     "The ad account has something of this name already."},
    {"OBJECT_NOT_FOUND", StatusCode::kNotFound, Who::kCaller,
     "TikTok knows nothing by this id within this connection's reach."},
    {"TIKTOK_REFUSED", StatusCode::kFailedPrecondition, Who::kCaller, "TikTok refused the call."},
};

constexpr std::string_view kCodePaths = "tt_video/|business/post/";
constexpr std::string_view kExchangePaths = "oauth2/access_token|tt_user/oauth2/token";

// clang-format off
constexpr Rule kRules[] = {
    // Limits and outages, whatever the call. Some hide behind parameter errors.
    {"TIKTOK_THROTTLED", "40016 40100 40132 40133 61000", ""},
    {"TIKTOK_THROTTLED", "40000 40002", "", "too many+request|frequent|qps"},
    {"TIKTOK_UNAVAILABLE", "50000-59999", "", "", true},
    {"TIKTOK_UNAVAILABLE", "-500", "", "", true},
    {"TIKTOK_UNAVAILABLE", "", "", "call_rpc_fail|call_db_fail", true},
    {"TIKTOK_UNAVAILABLE", "40700", "", "timeout|timed out|redis error|server error|internal", true},
    {"TIKTOK_UNAVAILABLE", "40201 40202 60001", ""},

    // Consent. "auth_code" is OAuth's on these endpoints and the post's on all others.
    {"RECONNECT_NEEDED", "40110 40131", "tt_user/oauth2/refresh_token"},
    {"OAUTH_CODE_INVALID", "40110 40131", ""},
    {"OAUTH_CODE_INVALID", "40101", "", "auth_code|authorization code"},
    {"OAUTH_CODE_INVALID", "40115", kExchangePaths},
    {"OAUTH_CODE_INVALID", "40000-40099", kExchangePaths, "auth_code|authorization code"},
    {"APP_REFUSED", "40113", "oauth2/|tt_user/"},
    {"APP_REFUSED", "40101 40117 40118 40124 40125", ""},
    {"RECONNECT_NEEDED", "40102-40107 40113-40115 40119", ""},
    {"RECONNECT_NEEDED", "40000", "", "access token|access_token"},
    {"PREVIEW_NEEDS_AUTHORIZATION", "40001 40002 40003 40007", "tt_video/info",
     "not+authorized|not+redeemed|authorize+first|authorized+first|authorized+before"},
    {"SCOPE_MISSING", "40001 40130", ""},

    // Codes and posts, by the names and numbers of the help centre.
    {"CODE_MALFORMED", "4013", ""},
    {"CODE_MALFORMED", "", "", "auth_code_format_error"},
    {"CODE_NOT_FOUND", "", "", "auth_code_not_found"},
    {"CODE_EXPIRED", "4025", ""},
    {"CODE_EXPIRED", "", "", "auth_code_expired"},
    {"POST_UNAVAILABLE", "4002 900012", ""},
    {"POST_UNAVAILABLE", "", "", "video_unavailable|video_deleted|illegal_item_status_error"},
    {"POST_NOT_SUPPORTED", "4027 4042 900003 930002", ""},
    {"POST_NOT_SUPPORTED", "", "", "story_video_not_supported|carousel_duet_not_supported|"
                                   "multi_duet_stitch|mention_multiple_videos"},

    // The same in words, since nobody has published TikTok's sentences.
    {"CODE_USED_ELSEWHERE", "", "tt_video/authorize",
     "other advertiser|another advertiser|other ad account|another ad account"},
    {"ORIGINAL_CODE_NEEDED", "", "tt_video/authorize", "original+post|original+code"},
    {"ALREADY_AUTHORIZED", "", "tt_video/authorize", "already"},
    {"STILL_AUTHORIZED", "", "tt_video/unbind", "still|expired|cancelled|canceled"},
    {"CREATIVE_LIBRARY_UNAVAILABLE", "", "tt_video/", "creative library"},
    {"POST_IN_USE", "", "business/post/", "used in|used by|in use|being used"},
    {"CODE_EXISTS", "", "business/post/", "already+code"},
    {"CODE_EXPIRED", "", kCodePaths, "code+expired"},
    {"CODE_DELETED", "", kCodePaths, "code+deleted"},
    {"CODE_NOT_FOUND", "", kCodePaths,
     "no code|no authorization code|no auth_code|code+not found|code+not exist"},
    {"OBJECT_NOT_FOUND", "40007", "business/post/", "post+not exist|video+not exist|item+not exist"},
    {"CODE_NOT_FOUND", "40007", "business/post/authorize/status|business/post/authorize/delete"},
    {"AD_AUTHORIZATION_UNAVAILABLE", "", "business/post/",
     "ad authorization|ad settings|eligible|follower|terms|banned"},
    {"POST_NOT_SUPPORTED", "", "tt_video/|business/post/",
     "government|political|post+not supported|video+not supported"},
    {"POST_NOT_AUTHORIZED", "", "ad/|identity/",
     "not+authorized|authorization+expired|authorization+ended"},
    {"POST_UNAVAILABLE", "", "tt_video/|business/|identity/|ad/",
     "post+deleted|video+deleted|post+unavailable|video+unavailable|post+not available|"
     "video+not available|account+banned"},
    {"NAME_TAKEN", "", "campaign/|adgroup/|ad/", "name+already|name+exists|name+duplicate|name+unique"},
    {"OBJECT_NOT_FOUND", "40007 40300 40302", ""},

    // TikTok says it has seen this call before, and we send each once: somebody knows more than we.
    {"TIKTOK_REFUSED", "40050", "", "", true},
    {"TIKTOK_REFUSED", "", ""},
};
// clang-format on

// Calls `fits` for the parts of `list` until one does.
template <typename Fits>
bool AnyPart(std::string_view list, char separator, Fits fits) {
  while (true) {
    const size_t end = list.find(separator);
    if (fits(list.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
}

int64_t Number(std::string_view digits) {
  int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool CodeFits(std::string_view codes, int64_t code) {
  return codes.empty() || AnyPart(codes, ' ', [code](std::string_view range) {
           const size_t dash = range.find('-', 1);  // a leading one is a sign
           if (dash == std::string_view::npos) return code == Number(range);
           return Number(range.substr(0, dash)) <= code && code <= Number(range.substr(dash + 1));
         });
}

bool PathFits(std::string_view paths, std::string_view path) {
  return paths.empty() || AnyPart(paths, '|', [path](std::string_view beginning) {
           return path.starts_with(beginning);
         });
}

std::string Plain(std::string_view text) {
  return absl::AsciiStrToLower(absl::StrReplaceAll({text.data(), text.size()}, {{"_", " "}}));
}

bool WordsFit(std::string_view words, const std::string& plain_text) {
  return words.empty() || AnyPart(words, '|', [&](std::string_view all) {
           return !AnyPart(all, '+', [&](std::string_view word) {
             return plain_text.find(Plain(word)) == std::string::npos;
           });
         });
}

}  // namespace

std::string_view WhoName(Who who) {
  switch (who) {
    case Who::kCaller:
      return "caller";
    case Who::kCreator:
      return "creator";
    case Who::kAdvertiser:
      return "advertiser";
    case Who::kConsenter:
      return "creator or advertiser, whose consent it is";
    case Who::kOperator:
      return "operator";
    case Who::kNobody:
      return "nobody";
  }
  return "";
}

std::span<const Reason> Reasons() { return kReasons; }
std::span<const Rule> Rules() { return kRules; }

const Reason& ReasonNamed(std::string_view name) {
  const auto* found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                   [name](const Reason& reason) { return reason.name == name; });
  return found == std::end(kReasons) ? kReasons[std::size(kReasons) - 1] : *found;
}

const Rule& Classify(int64_t code, std::string_view path, std::string_view text) {
  const std::string plain = Plain(text);
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& rule) {
    return CodeFits(rule.codes, code) && PathFits(rule.paths, path) && WordsFit(rule.words, plain);
  });
  return *found;  // the last rule fits everything
}

}  // namespace sparkgate::tiktok
