// An event: a change, told to whoever watches. Appended in the change's own transaction; numbered
// after commit.
#ifndef SPARKGATE_SERVER_DOMAIN_EVENT_H_
#define SPARKGATE_SERVER_DOMAIN_EVENT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::server {

struct Event {
  std::string workspace;
  int64_t number = 0;  // 1, 2, 3, … per workspace; 0 before it is given
  std::string type;    // docs/events.md lists them
  std::string resource;
  absl::Time time;  // workspace clock
  std::map<std::string, std::string> attributes;
  std::string operation;

  friend bool operator==(const Event&, const Event&) = default;
};

// Whether an event's type passes a filter: equal, or "ad.*" for all that begin with "ad.". An empty
// filter lets everything pass.
bool TypeMatches(const std::string& type, const std::vector<std::string>& filter);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_EVENT_H_
