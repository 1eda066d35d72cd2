// Identifiers of our own: time-ordered, so that rows made together lie together in an index, and
// never usable as a cursor (they are drawn before commit).
#ifndef SPARKGATE_BASE_IDS_H_
#define SPARKGATE_BASE_IDS_H_

#include <string>
#include <string_view>

#include <absl/time/time.h>

namespace sparkgate {

// 26 lowercase characters: 48 bits of milliseconds and 80 random bits, base32 in lexical order of
// time. `entropy` is at least 10 bytes; only the first 10 are used.
std::string MakeTimeOrderedId(absl::Time now, std::string_view entropy);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_IDS_H_
