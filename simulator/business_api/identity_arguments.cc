#include "simulator/business_api/identity_arguments.h"

#include <fmt/format.h>

#include "simulator/business_api/access.h"
#include "simulator/world/identities.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {

void RequireBusinessCenter(ArgumentReader& in, std::string_view type) {
  if (type == "BC_AUTH_TT") in.Require("identity_authorized_bc_id");
}

void IdentityArguments::Read(ArgumentReader& in, std::span<const std::string_view> types) {
  advertiser_id = in.Id("advertiser_id");
  identity_id = in.String("identity_id");
  identity_type = in.OneOf("identity_type", types);
  RequireBusinessCenter(in, identity_type);
}

absl::StatusOr<const Identity*> IdentityArguments::Find(const WorldState& state,
                                                        const Caller& caller) const {
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_ASSIGN_OR_RETURN(const Identity* identity, GetIdentity(state, advertiser_id, identity_id));
  if (identity->type == identity_type) return identity;
  return RefuseAdvertiser(
      "IDENTITY_MISMATCH",
      fmt::format("identity_type: The identity is of type {}.", identity->type));
}

}  // namespace sparkgate::simulator
