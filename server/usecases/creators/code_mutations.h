// The creator's mutations of TikTok: make, prolong, delete a code, switch the permission off.
#ifndef SPARKGATE_SERVER_USECASES_CREATORS_CODE_MUTATIONS_H_
#define SPARKGATE_SERVER_USECASES_CREATORS_CODE_MUTATIONS_H_

#include <memory>
#include <string>

#include "server/usecases/mutation.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {

inline constexpr char kGenerateCode[] = "code.generate";
inline constexpr char kExtendCode[] = "code.extend";
inline constexpr char kDeleteCode[] = "code.delete";
inline constexpr char kSwitchOff[] = "code.switch_off";

// What they need to know; kept as the operation's arguments.
struct CodeArguments {
  std::string creator;
  std::string item;
  std::string code;        // Code::id; "" for generate
  int days = 0;            // generate, extend
  bool recreate = false;   // generate: a code of this post was deleted before
  int64_t end_before = 0;  // extend: the end read before the call, in microseconds
  int days_before = 0;     // extend: likewise, its days in all
  std::string hash;        // delete, switch off: Code::lookup_hash of the one to go; "" = any
};
std::string ToJson(const CodeArguments& arguments);

void RegisterCodeMutations(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CREATORS_CODE_MUTATIONS_H_
