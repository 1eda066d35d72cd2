// What TikTok accepts as the name of a campaign, an ad group or an ad (facts 1.8): at most 512
// units, where a CJK character counts two, and no emoji. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_NAMES_H_
#define SPARKGATE_SIMULATOR_WORLD_NAMES_H_

#include <cstddef>
#include <string_view>

namespace sparkgate::simulator {

inline constexpr size_t kMaxNameUnits = 512;

enum class NameProblem { kNone, kTooLong, kEmoji, kNotUtf8 };

NameProblem CheckName(std::string_view utf8);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_NAMES_H_
