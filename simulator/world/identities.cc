#include "simulator/world/identities.h"

#include <fmt/format.h>

#include "simulator/world/ids.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {

std::string AuthCodeIdentityId(const WorldState& state, std::string_view advertiser_id,
                               std::string_view creator_id) {
  return NumericIdOf(state, "identity", fmt::format("{}/{}", advertiser_id, creator_id));
}

const Identity& EnsureAuthCodeIdentity(WorldState& state, std::string_view advertiser_id,
                                       std::string_view creator_id) {
  const std::string id = AuthCodeIdentityId(state, advertiser_id, creator_id);
  const auto [row, made] = state.identities.try_emplace(id);
  Identity& identity = row->second;
  if (!made) return identity;
  const CreatorAccount& creator = *Find(state.creators, creator_id);
  identity.id = id;
  identity.advertiser_id = std::string(advertiser_id);
  identity.creator_id = std::string(creator_id);
  identity.display_name = creator.display_name;
  identity.profile_image = creator.profile_image;
  identity.create_time = state.now;
  Find(state.advertisers, advertiser_id)->identity_ids.push_back(id);
  state.Record("identity.created", fmt::format("identities/{}", id));
  return identity;
}

absl::StatusOr<const Identity*> GetIdentity(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view identity_id) {
  const Identity* identity = Find(state.identities, identity_id);
  if (identity != nullptr && identity->advertiser_id == advertiser_id) return identity;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_IDENTITY",
                fmt::format("The identity {} does not exist.", identity_id));
}

std::vector<const Identity*> ListIdentities(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view type) {
  std::vector<const Identity*> identities;
  const AdvertiserAccount* advertiser = Find(state.advertisers, advertiser_id);
  if (advertiser == nullptr) return identities;
  for (const std::string& id : advertiser->identity_ids) {
    const Identity* identity = Find(state.identities, id);
    if (type.empty() || identity->type == type) identities.push_back(identity);
  }
  return identities;
}

}  // namespace sparkgate::simulator
