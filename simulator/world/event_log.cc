#include "simulator/world/event_log.h"

#include <cstddef>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/crypto/hash.h"

namespace sparkgate::simulator {
namespace {

uint64_t Lane(std::string_view digest, size_t lane) {
  uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) {
    value = value << 8 | static_cast<unsigned char>(digest[lane * 8 + i]);
  }
  return value;
}

// A length in front of every part, so that no two different records have one text.
void AppendPart(std::string& text, std::string_view part) {
  text += fmt::format("{}:", part.size());
  text += part;
}

}  // namespace

void EventLog::Append(absl::Time at, std::string_view kind, std::string_view subject,
                      Details details) {
  std::string text = fmt::format("{} {} ", ToMicros(at), ordinals_[subject]++);
  AppendPart(text, kind);
  AppendPart(text, subject);
  for (const auto& [name, value] : details) {
    AppendPart(text, name);
    AppendPart(text, value);
  }
  const std::string digest = Sha256(text);
  for (size_t lane = 0; lane < sum_.size(); ++lane) sum_[lane] += Lane(digest, lane);
  ++count_;
}

std::string EventLog::Hash() const {
  return fmt::format("{:016x}{:016x}{:016x}{:016x}", sum_[0], sum_[1], sum_[2], sum_[3]);
}

}  // namespace sparkgate::simulator
