// The end of a post's authorization against an ad's schedule (facts 13, pain 8): TikTok says
// nothing beforehand, and the ad stops in the middle.
#ifndef SPARKGATE_SERVER_DOMAIN_END_GUARD_H_
#define SPARKGATE_SERVER_DOMAIN_END_GUARD_H_

#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::server {

// Days of the shortest extension after which an authorization that ends at `auth_end` covers
// `until`; 0: it does already; nullopt: no single one does.
std::optional<int> ExtensionThatCovers(absl::Time auth_end, absl::Time until);

// What is to be said of an authorization that ends before a schedule does (`schedule_end` nullopt:
// never), and what helps. "" if it covers the schedule.
std::string EndProblem(absl::Time auth_end, std::optional<absl::Time> schedule_end);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_END_GUARD_H_
