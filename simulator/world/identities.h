// Identities: under whose name ads appear (facts 5). An AUTH_CODE identity comes into being when
// the first code of a creator is redeemed by an advertiser, and stands for that creator; a
// CUSTOMIZED_USER is made and deleted by the advertiser. Free functions over the state, under its
// owner's lock. Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_IDENTITIES_H_
#define SPARKGATE_SIMULATOR_WORLD_IDENTITIES_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

inline constexpr std::string_view kCustomizedUser = "CUSTOMIZED_USER";

// The identity of a creator at an advertiser; the id is known before the identity exists.
std::string AuthCodeIdentityId(const WorldState& state, std::string_view advertiser_id,
                               std::string_view creator_id);
const Identity& EnsureAuthCodeIdentity(WorldState& state, std::string_view advertiser_id,
                                       std::string_view creator_id);

struct NewIdentity {
  std::string advertiser_id;
  std::string display_name;
  std::string image_uri;  // of an uploaded picture; "" for none
};

// A CUSTOMIZED_USER. Names needn't be unique. Errors: DISPLAY_NAME_NOT_ALLOWED.
absl::StatusOr<const Identity*> CreateIdentity(WorldState& state, const NewIdentity& wanted);
// Errors: NO_SUCH_IDENTITY, IDENTITY_NOT_CUSTOM.
absl::Status DeleteIdentity(WorldState& state, std::string_view advertiser_id,
                            std::string_view identity_id);

// Errors: NO_SUCH_IDENTITY (also for another advertiser's).
absl::StatusOr<const Identity*> GetIdentity(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view identity_id);

// Oldest first. `type` "" for all.
std::vector<const Identity*> ListIdentities(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view type);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_IDENTITIES_H_
