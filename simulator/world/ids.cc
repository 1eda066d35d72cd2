#include "simulator/world/ids.h"

#include <fmt/format.h>

#include "base/crypto/hash.h"

namespace sparkgate::simulator {
namespace {

constexpr uint64_t kEighteenDigits = 1'000'000'000'000'000'000;

std::string NumericId(const WorldState& state, std::string_view purpose, std::string_view parent,
                      uint64_t ordinal) {
  const uint64_t number = state.random.Number(purpose, parent, ordinal);
  return fmt::format("7{:018}", number % kEighteenDigits);
}

}  // namespace

uint64_t NextOrdinal(WorldState& state, std::string_view purpose, std::string_view parent) {
  return state.ordinals[fmt::format("{}\n{}", purpose, parent)]++;
}

std::string NewNumericId(WorldState& state, std::string_view purpose, std::string_view parent) {
  return NumericId(state, purpose, parent, NextOrdinal(state, purpose, parent));
}

std::string NewHexToken(WorldState& state, std::string_view purpose, std::string_view parent,
                        size_t bytes) {
  const uint64_t ordinal = NextOrdinal(state, purpose, parent);
  return ToHex(state.random.Bytes(purpose, parent, ordinal, bytes));
}

std::string NumericIdOf(const WorldState& state, std::string_view purpose,
                        std::string_view object) {
  return NumericId(state, purpose, object, 0);
}

double FractionOf(const WorldState& state, std::string_view purpose, std::string_view object,
                  uint64_t ordinal) {
  return state.random.Fraction(purpose, object, ordinal);
}

}  // namespace sparkgate::simulator
