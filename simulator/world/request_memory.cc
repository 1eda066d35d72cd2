#include "simulator/world/request_memory.h"

#include <cstddef>
#include <utility>

namespace sparkgate::simulator {
namespace {

constexpr std::ptrdiff_t kForgottenAtOnce = 1'000;  // moving the rest up for each one would cost

}  // namespace

const RequestMemory::Answer* RequestMemory::Find(std::string_view key) const {
  const auto found = answers_.find(key);
  return found == answers_.end() ? nullptr : &found->second;
}

void RequestMemory::Remember(std::string key, Answer answer) {
  const auto [entry, is_new] = answers_.insert_or_assign(key, std::move(answer));
  if (!is_new) return;
  order_.push_back(std::move(key));
  if (order_.size() <= kLimit + static_cast<size_t>(kForgottenAtOnce)) return;
  for (auto old = order_.begin(); old != order_.begin() + kForgottenAtOnce; ++old) {
    answers_.erase(*old);
  }
  order_.erase(order_.begin(), order_.begin() + kForgottenAtOnce);
}

}  // namespace sparkgate::simulator
