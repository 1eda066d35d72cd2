// What is seen of TikTok beside its answers, for whoever asks whether a set-up is sound. Plain
// values.
#ifndef SPARKGATE_SERVER_TIKTOK_SIGHTINGS_H_
#define SPARKGATE_SERVER_TIKTOK_SIGHTINGS_H_

#include <cstdint>
#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::tiktok {

// Filled by the calls whose endpoint holds it; one thread at a time.
struct Sightings {
  std::optional<absl::Time> date;  // TikTok's clock, to the second, by its latest answer
};

// Where refusals taught that an app may call less than is published of its level.
struct LoweredLimit {
  std::string path;        // "ad/get"
  int64_t published = 0;   // calls a second
  int64_t per_second = 0;  // that it goes by now

  friend bool operator==(const LoweredLimit&, const LoweredLimit&) = default;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_SIGHTINGS_H_
