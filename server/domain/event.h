// An event: a change, told to whoever watches. Appended in the change's own transaction; numbered
// after commit.
#ifndef SPARKGATE_SERVER_DOMAIN_EVENT_H_
#define SPARKGATE_SERVER_DOMAIN_EVENT_H_

#include <cstdint>
#include <map>
#include <string>

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

// Who did what, for the record: hash-chained per workspace after commit.
struct AuditEntry {
  std::string workspace;
  int64_t number = 0;
  absl::Time time;  // real
  std::string principal;
  std::string action;  // "code.reveal", "key.create", …
  std::string resource;
  std::string detail;  // never a secret
  std::string hash;    // hex SHA-256(previous hash, this entry)

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_EVENT_H_
