// Appeals against rejections. TikTok takes them by ad group; each rejection can be appealed once.
#ifndef SPARKGATE_SERVER_USECASES_ADS_APPEALS_H_
#define SPARKGATE_SERVER_USECASES_ADS_APPEALS_H_

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline constexpr char kAppealReview[] = "ad_group.appeal";

struct WantedAppeal {
  std::string ad_group;
  std::string ad;      // "": all rejected ads of the group whose rejection wasn't appealed yet
  std::string reason;  // at most 512 characters
};
// The ids of the ads whose rejections it is about. What is known of them is as last read. Reasons:
// INVALID_FIELD, RESOURCE_NOT_FOUND, NOT_REJECTED, ALREADY_APPEALED, OPERATION_IN_PROGRESS, those
// of mutations.
absl::StatusOr<std::vector<std::string>> AppealReview(Env& env, const Call& call,
                                                      const WantedAppeal& wanted);

void RegisterAppealMutation(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_APPEALS_H_
