// What people on TikTok are called and write, in many scripts. Data; pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SEEDING_WORDS_H_
#define SPARKGATE_SIMULATOR_WORLD_SEEDING_WORDS_H_

#include <array>
#include <span>
#include <string_view>

namespace sparkgate::simulator {

// People who share a region and a script.
struct Tongue {
  std::string_view region;  // ISO 3166-1 alpha-2
  double share = 0;         // of all creators; all shares make 1
  std::array<std::string_view, 4> names;
  std::array<std::string_view, 4> captions;
  std::array<std::string_view, 3> hashtags;
};

std::span<const Tongue> Tongues();

// Parts of user names: letters only.
std::span<const std::string_view> HandleNames();
std::span<const std::string_view> HandleTopics();
std::span<const std::string_view> Emojis();

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SEEDING_WORDS_H_
