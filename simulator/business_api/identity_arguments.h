// Which identity a call is about: the arguments that identity/* have in common (facts 5).
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_IDENTITY_ARGUMENTS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_IDENTITY_ARGUMENTS_H_

#include <span>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/business_api/endpoint.h"

namespace sparkgate::simulator {

// BC_AUTH_TT stands for an account in a Business Center, which must be named.
void RequireBusinessCenter(ArgumentReader& in, std::string_view type);

struct IdentityArguments {
  std::string advertiser_id;
  std::string identity_id;
  std::string identity_type;

  void Read(ArgumentReader& in, std::span<const std::string_view> types);
  // Errors: the advertiser's, NO_SUCH_IDENTITY, IDENTITY_MISMATCH (one of another type).
  absl::StatusOr<const Identity*> Find(const WorldState& state, const Caller& caller) const;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_IDENTITY_ARGUMENTS_H_
