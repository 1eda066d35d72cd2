// Use cases of advertisers and their ad accounts.
#ifndef SPARKGATE_SERVER_USECASES_ADVERTISERS_ADVERTISERS_H_
#define SPARKGATE_SERVER_USECASES_ADVERTISERS_ADVERTISERS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "base/error.h"
#include "server/domain/connection.h"
#include "server/usecases/call.h"
#include "server/usecases/composite.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

absl::StatusOr<Advertiser> GetAdvertiser(Env& env, const std::string& workspace,
                                         const std::string& id);
absl::StatusOr<std::vector<Advertiser>> ListAdvertisers(Env& env, const std::string& workspace,
                                                        const Page& page);
absl::StatusOr<AdAccount> GetAdAccount(Env& env, const std::string& workspace,
                                       const std::string& id);
absl::StatusOr<std::vector<AdAccount>> ListAdAccounts(Env& env, const std::string& workspace,
                                                      const Page& page);

// What stands between an ad account and a running Spark ad.
struct ReadinessIssue {
  std::string reason;
  std::string message;
  Actor who = Actor::kAdvertiser;
  bool blocking = true;
};
struct AdAccountReadiness {
  AdAccount account;
  std::vector<ReadinessIssue> issues;
};
// Reads the account from TikTok now.
absl::StatusOr<AdAccountReadiness> CheckReadiness(Env& env, const std::string& workspace,
                                                  const std::string& id);

// The scopes that Sparkgate's calls need and `granted` lacks. Granting a parent grants its children
// (facts 2.10).
std::vector<std::string> MissingScopes(const std::vector<std::string>& granted);

// Reads account, library and ads anew, in the background.
absl::StatusOr<Operation> ResyncAdAccount(Env& env, const Call& call, const std::string& id);
// The operation behind it: "account.resync".
std::unique_ptr<Composite> NewResyncComposite();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADVERTISERS_ADVERTISERS_H_
