// Resource names of sparkgate.simulator.v1. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_NAMES_H_
#define SPARKGATE_SIMULATOR_CONTROL_NAMES_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace sparkgate::simulator {

std::string WorldName(std::string_view world_id);  // "worlds/{id}"
// "worlds/{world}/{collection}/{id}"
std::string ChildName(std::string_view world_id, std::string_view collection, std::string_view id);

// Both answer INVALID_ARGUMENT naming `field` if `name` is of another shape.
absl::StatusOr<std::string> ParseWorldName(std::string_view field, std::string_view name);

struct Child {
  std::string world_id;
  std::string id;
};
absl::StatusOr<Child> ParseChildName(std::string_view field, std::string_view name,
                                     std::string_view collection);

// What the world says about `subject`, e.g. "posts/7", as a resource name.
std::string SubjectName(std::string_view world_id, std::string_view subject);

inline constexpr std::string_view kAuthorizationRequests = "authorizationRequests";
inline constexpr std::string_view kFaultPlans = "faultPlans";
inline constexpr std::string_view kWebhookDeliveries = "webhookDeliveries";
inline constexpr std::string_view kApps = "apps";
inline constexpr std::string_view kCreators = "creators";
inline constexpr std::string_view kPosts = "posts";
inline constexpr std::string_view kAdAccounts = "adAccounts";
inline constexpr std::string_view kReviews = "reviews";

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_NAMES_H_
