// Reads UTF-8 one code point at a time. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_UTF8_H_
#define SPARKGATE_SIMULATOR_WORLD_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sparkgate::simulator {

// Takes the first code point off `text`, which must not be empty. nullopt if it isn't well formed
// (overlong, surrogate, cut off); then one byte was taken.
std::optional<char32_t> TakeCodePoint(std::string_view& text);

// `text`, or its first `most` bytes and "…": a little less where a character would be cut.
std::string CutText(std::string text, size_t most);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_UTF8_H_
