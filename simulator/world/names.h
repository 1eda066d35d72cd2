// Lengths of texts as TikTok counts them, a CJK character for two units, and what it accepts as the
// name of a campaign, an ad group or an ad: at most 512 units, and no emoji (facts 1.8). Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_NAMES_H_
#define SPARKGATE_SIMULATOR_WORLD_NAMES_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace sparkgate::simulator {

inline constexpr size_t kMaxNameUnits = 512;

enum class NameProblem { kNone, kTooLong, kEmoji, kNotUtf8 };

NameProblem CheckName(std::string_view utf8);

// How long TikTok thinks a text is, emojis allowed; nullopt if it isn't UTF-8.
std::optional<size_t> TextUnits(std::string_view utf8);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_NAMES_H_
