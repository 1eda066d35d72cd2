// Changes of ads, drafted or on TikTok. There a changed ad is reviewed again; what ran before may
// run on meanwhile (facts 11).
#ifndef SPARKGATE_SERVER_USECASES_ADS_AD_EDITS_H_
#define SPARKGATE_SERVER_USECASES_ADS_AD_EDITS_H_

#include <functional>
#include <string>

#include <absl/status/statusor.h>

#include "server/domain/ad.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline constexpr char kUpdateAd[] = "ad.update";  // Operation::kind

// UpdateAd of drafts.h for a draft. Of an ad on TikTok its call to action and landing page can be
// changed, by an operation. Reasons: those of drafts and of mutations; NOT_A_DRAFT for its other
// fields, and for an ad that is being published or was deleted.
absl::StatusOr<Ad> EditAd(Env& env, const Call& call, const std::string& id,
                          const std::function<absl::Status(Ad&)>& change);

void RegisterUpdateAdMutation(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_AD_EDITS_H_
