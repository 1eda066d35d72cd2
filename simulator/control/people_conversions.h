// Accounts, posts, codes, ad accounts and notifications in protobuf. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_PEOPLE_CONVERSIONS_H_
#define SPARKGATE_SIMULATOR_CONTROL_PEOPLE_CONVERSIONS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"
#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"

namespace sparkgate::simulator {

v1::CreatorAccount ToProto(const WorldState& state, const CreatorAccount& account);
v1::Post ToProto(const WorldState& state, const Post& post);
v1::PostCode ToProto(const WorldState& state, const Code& code);
v1::PostAdSettings ToAdSettings(const WorldState& state, const Post& post);
v1::AdAccount ToProto(const WorldState& state, const AdvertiserAccount& advertiser);
v1::Notification ToProto(const WorldState& state, const Notification& notification);

// Each answers INVALID_ARGUMENT naming `field` for a value that isn't one.
absl::StatusOr<PostType> FromProto(std::string_view field, v1::PostType type);
absl::StatusOr<PostStatus> FromProto(std::string_view field, v1::PostVisibility visibility);
absl::StatusOr<std::string> FromProto(std::string_view field, v1::AdAccountStatus status);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_PEOPLE_CONVERSIONS_H_
