// Whether a workspace's set-up is sound: what was seen of each part of it, and what to do about it.
// Pure: `now` is an argument.
#ifndef SPARKGATE_SERVER_DOMAIN_DIAGNOSIS_H_
#define SPARKGATE_SERVER_DOMAIN_DIAGNOSIS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/error.h"
#include "server/domain/app.h"
#include "server/domain/connection.h"
#include "server/domain/workspace.h"

namespace sparkgate::server {

enum class CheckStatus { kOk = 1, kWarning = 2, kProblem = 3 };

struct SetupCheck {
  std::string name;  // "clock"
  CheckStatus status = CheckStatus::kOk;
  std::string seen;    // a sentence
  std::string advice;  // what to do; "" if nothing
  Actor who = Actor::kNobody;
  std::string resource = {};  // that it is about; "": the workspace

  friend bool operator==(const SetupCheck&, const SetupCheck&) = default;
};

// The server's flag for LIVE workspaces.
SetupCheck CheckLiveFlag(const Workspace& workspace, bool allow_live);
// Whether the workspace's time is known, which a SIMULATOR one has from its world.
SetupCheck CheckWorld(const absl::Status& clock);
// `secret`: whether the app's secret could be opened.
SetupCheck CheckAppOf(const absl::StatusOr<App>& app, const absl::Status& secret);

// A creator's consent. `asked`: what TikTok said to her token; nullopt: it wasn't asked.
SetupCheck CheckCreatorConsent(const Creator& creator,
                               const std::vector<std::string>& needed_scopes,
                               const std::optional<absl::Status>& asked, absl::Time now);
// An ad-account user's.
SetupCheck CheckAdvertiserConsent(const Advertiser& advertiser,
                                  const std::vector<std::string>& missing_scopes,
                                  const std::optional<absl::Status>& asked);

// What refusals taught of an app's limits.
struct LearnedLimit {
  std::string path;
  int64_t published = 0;  // calls a second
  int64_t per_second = 0;
};
SetupCheck CheckTier(AppTier tier, const std::vector<LearnedLimit>& lowered);

// `date`: TikTok's clock as read at `now`, to the second.
SetupCheck CheckClockSkew(std::optional<absl::Time> date, absl::Time now);

// How TikTok's webhooks come to us. `reached`: whether the server finds itself at `public_url`;
// nullopt: it didn't try.
SetupCheck CheckWebhooks(const Workspace& workspace, std::string_view public_url, int subscriptions,
                         const std::optional<absl::Status>& reached);

// What stands between a mistake and money.
std::vector<SetupCheck> CheckMoney(const Workspace& workspace,
                                   const std::vector<AdAccount>& accounts);
SetupCheck CheckNameTags(const WorkspaceSettings& settings);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_DIAGNOSIS_H_
