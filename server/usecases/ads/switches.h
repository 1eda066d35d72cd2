// Switching campaigns, ad groups and ads on and off, and deleting them. All three are absolute:
// what TikTok reads back tells whether it happened, and sending it twice does no harm.
#ifndef SPARKGATE_SERVER_USECASES_ADS_SWITCHES_H_
#define SPARKGATE_SERVER_USECASES_ADS_SWITCHES_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "server/domain/ad.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

enum class ObjectKind { kCampaign, kAdGroup, kAd };

inline constexpr char kSwitchCampaign[] = "campaign.switch";
inline constexpr char kSwitchAdGroup[] = "ad_group.switch";
inline constexpr char kSwitchAd[] = "ad.switch";
// Parts of a publishing that failed: what it created is deleted on TikTok, and a draft again here.
inline constexpr char kTakeBackCampaign[] = "campaign.take_back";
inline constexpr char kTakeBackAdGroup[] = "ad_group.take_back";
inline constexpr char kTakeBackAd[] = "ad.take_back";

// A draft's switch is only ours; a published object's is TikTok's.
absl::StatusOr<OperationStatus> SetOperationStatus(Env& env, const Call& call, ObjectKind kind,
                                                   const std::string& id, OperationStatus to);
// With everything below it. A draft goes at once.
absl::Status DeleteObject(Env& env, const Call& call, ObjectKind kind, const std::string& id);

// Arguments of a switch; `to` is "ENABLE", "DISABLE" or "DELETE".
std::string SwitchArguments(const std::string& id, std::string_view to);

// Arguments of a taking back; `on`: a campaign's draft said that it shall run.
std::string TakeBackArguments(const std::string& id, bool on);

void RegisterSwitchMutations(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_SWITCHES_H_
