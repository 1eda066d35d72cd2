// Spark ads that people made on TikTok itself, taken into our records with what stands above them:
// before the ad account was connected, or since. From then on they are mirrored as ours are, and
// never changed unasked.
#ifndef SPARKGATE_SERVER_USECASES_ADS_ADOPTION_H_
#define SPARKGATE_SERVER_USECASES_ADS_ADOPTION_H_

#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// Takes over what an ad account has and we don't know. Non-Spark ads stay out, and so do objects
// that may be our own, whose creation's answer isn't in.
absl::Status AdoptAds(Env& env, const Workspace& workspace, const std::string& ad_account,
                      absl::Time now);

// "status.adopt": an ad account, when it was connected and again in a day.
std::unique_ptr<WorkHandler> NewAdoptionHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_ADOPTION_H_
