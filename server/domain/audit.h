// Who did what, and what became of posts as ads, for the record: one chain of entries per
// workspace, each of which proves those before it.
//
//   digest = SHA-256(the entry)    hash = SHA-256(the previous entry's hash, digest)
//
// so that an entry can be withheld, and the chain still be checked, by its digest.
#ifndef SPARKGATE_SERVER_DOMAIN_AUDIT_H_
#define SPARKGATE_SERVER_DOMAIN_AUDIT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <absl/time/time.h>

namespace sparkgate::server {

struct AuditEntry {
  std::string workspace;
  int64_t number = 0;  // 1, 2, 3, … per workspace; 0 before it is given
  // Of what became of a post: the workspace's clock. Of what people did here: the server's.
  absl::Time time;
  std::string principal;  // "": nobody here did it
  std::string action;     // "code.reveal", "key.create", …, or the type of an event
  std::string resource;
  std::string item_id;                            // the post that it is about; "": none
  std::map<std::string, std::string> attributes;  // never a secret
  std::string digest;  // hex; "" in what was written before there was one
  std::string hash;    // hex

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

// Where a chain stands: who keeps this can tell later whether what came before was changed.
struct AuditHead {
  int64_t number = 0;
  std::string hash;  // "" before the first entry

  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

// Whether an event of this type goes on record too: what gave, prolonged or took away the right to
// run a post, and which ads ran it.
bool IsForTheRecord(std::string_view event_type);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_AUDIT_H_
