// Publishing a campaign: the final check, and the operation that creates everything on TikTok.
#ifndef SPARKGATE_SERVER_USECASES_ADS_PUBLISH_H_
#define SPARKGATE_SERVER_USECASES_ADS_PUBLISH_H_

#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/ad_rules.h"
#include "server/usecases/call.h"
#include "server/usecases/composite.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline constexpr char kPublish[] = "campaign.publish";

// What becomes of a publishing of which TikTok refuses a part.
enum class OnFailure {
  kKeep = 1,  // the rest is published; what failed can be changed and published again
  kTakeBack =
      2,  // nothing more is sent, what was created is deleted on TikTok, all is a draft again
};

absl::StatusOr<std::vector<PublishProblem>> CheckPublish(Env& env, const std::string& workspace,
                                                         const std::string& campaign);

// PUBLISH_CHECK_FAILED, PUBLISH_IN_PROGRESS, NOTHING_TO_PUBLISH.
absl::StatusOr<Operation> PublishAll(Env& env, const Call& call, const std::string& campaign,
                                     OnFailure on_failure = OnFailure::kKeep);

// "campaign.publish": the campaign (off), its ad groups, its ads one by one, then the campaign on.
std::unique_ptr<Composite> NewPublishComposite();

// ABORTED, reason PUBLISH_IN_PROGRESS, if an operation publishes the campaign.
absl::Status CheckNotPublishing(const Transaction& tx, const std::string& workspace,
                                const std::string& campaign);

// The resource name of the object that a problem is about.
std::string NameOf(const std::string& workspace, const PublishProblem& problem);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_PUBLISH_H_
