#include "server/usecases/mutation.h"

#include "base/error.h"

namespace sparkgate::server {

absl::StatusOr<std::optional<boost::json::object>> Mutation::Find(
    Env& env, const Operation& operation, const std::string& /*tiktok_id*/) {
  return Probe(env, operation);
}

absl::StatusOr<std::vector<std::string>> Mutation::RemoveTwins(Env& /*env*/,
                                                               const Operation& /*operation*/) {
  return std::vector<std::string>();
}

absl::Status Mutation::ApplyFailure(Env& /*env*/, Transaction& /*tx*/, Operation& /*operation*/,
                                    const absl::Status& /*error*/, absl::Time /*now*/) {
  return absl::OkStatus();
}

absl::Status Mutation::ApplyCancel(Env& /*env*/, Transaction& /*tx*/, Operation& /*operation*/,
                                   absl::Time /*now*/) {
  return absl::OkStatus();
}

absl::Status CannotTell(std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, why,
               {.reason = "OUTCOME_UNREADABLE", .who = Actor::kOperator});
}

}  // namespace sparkgate::server
