// When a group may run within a day: some ad of its runs, its schedule lets it, and so does its
// dayparting. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_WINDOWS_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_WINDOWS_H_

#include <cstdint>
#include <vector>

#include "simulator/world/spending/traffic.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct SpendWindow {
  int64_t from = 0;  // Unix microseconds
  int64_t to = 0;
};

// From `from` on, in order. The same terms hold throughout each.
std::vector<SpendWindow> WindowsOf(const GroupHistory& group, const AccountDay& day, int64_t from);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_WINDOWS_H_
