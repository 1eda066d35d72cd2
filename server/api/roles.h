// Which roles may call what, in the words that the protos' comments use. Everything else is denied.
#ifndef SPARKGATE_SERVER_API_ROLES_H_
#define SPARKGATE_SERVER_API_ROLES_H_

#include <cstdint>

#include "server/domain/api_key.h"

namespace sparkgate::server {

constexpr uint32_t Bit(Role role) { return static_cast<uint32_t>(role); }

inline constexpr uint32_t kServerAdmins = Bit(Role::kServerAdmin);
inline constexpr uint32_t kAdmins = Bit(Role::kAdmin);
inline constexpr uint32_t kCreators = Bit(Role::kCreator) | kAdmins;
inline constexpr uint32_t kAdvertisers = Bit(Role::kAdvertiser) | kAdmins;
inline constexpr uint32_t kReaders = Bit(Role::kViewer) | kCreators | kAdvertisers;

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_ROLES_H_
