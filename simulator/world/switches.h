// The named knobs of a world, as switch_specs.h declares them: what they are set to.
//
// Plain values, guarded by whoever owns them (WorldState).
#ifndef SPARKGATE_SIMULATOR_WORLD_SWITCHES_H_
#define SPARKGATE_SIMULATOR_WORLD_SWITCHES_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/switch_specs.h"

namespace sparkgate::simulator {

// Every switch there is, sorted by name.
std::span<const SwitchSpec* const> AllSwitches();
const SwitchSpec* FindSwitch(std::string_view name);

// The settings of one world: defaults and what was set.
class Switches {
 public:
  bool Flag(const SwitchSpec& spec) const;
  int64_t Number(const SwitchSpec& spec) const;
  std::string_view Choice(const SwitchSpec& spec) const;

  // INVALID_ARGUMENT (field "switches.<name>") for an unknown name or a value not allowed. Setting
  // the default forgets the entry, so equal behaviour compares equal.
  absl::Status Set(std::string_view name, std::string_view value);

  // What differs from the defaults.
  const std::map<std::string, std::string, std::less<>>& changed() const { return changed_; }

  friend bool operator==(const Switches&, const Switches&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("changed", self.changed_);
  }

 private:
  std::string_view Value(const SwitchSpec& spec) const;
  std::map<std::string, std::string, std::less<>> changed_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SWITCHES_H_
