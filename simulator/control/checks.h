// What the protos say of lengths and characters, held to. Each error is INVALID_FIELD and names the
// field; what is left empty is fine here. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_CHECKS_H_
#define SPARKGATE_SIMULATOR_CONTROL_CHECKS_H_

#include <cstddef>
#include <string_view>

#include <absl/status/status.h>

#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"

namespace sparkgate::simulator {

inline constexpr size_t kLongestSentence = 500;

// At most that many characters (code points).
absl::Status CheckText(std::string_view field, std::string_view text, size_t most);

absl::Status CheckAccount(const v1::CreatorAccount& account);  // the fields of "account"
absl::Status CheckAccount(const v1::AdAccount& account);       // the fields of "ad_account"

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_CHECKS_H_
