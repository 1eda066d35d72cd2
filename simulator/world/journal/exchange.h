// One call of a world's HTTP face and its answer, as the journal keeps it. Plain data.
#ifndef SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_H_
#define SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::simulator {

// Longer arguments are not kept: a part of them could be neither read nor masked.
inline constexpr size_t kLongestArguments = 64u << 10;

struct Exchange {
  uint64_t number = 0;  // given by the journal
  absl::Time time;      // the world's instant at which it was served
  std::string method;
  std::string path;      // as sent, without the query
  std::string endpoint;  // below /open_api/v1.3/, without slashes at its ends
  // A GET's query, else the body, as it came: making it readable is left to those who read. So it
  // holds codes and tokens, and must not be shown but by MaskedArguments (exchange_arguments.h).
  std::string arguments;
  size_t arguments_size = 0;  // bytes that came; more than `arguments` has if they were too many
  int http_status = 0;        // 0: the connection was cut instead
  std::optional<int> code;    // none: the answer was no envelope
  std::string message;
  std::string request_id;
  absl::Duration duration;  // of real time
  std::string fault;        // what a fault did to it; "": nothing
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_H_
