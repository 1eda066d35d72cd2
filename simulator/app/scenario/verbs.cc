#include "simulator/app/scenario/verbs.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kPackage = "/sparkgate.simulator.v1.";
constexpr std::array<std::string_view, 5> kRefused = {
    "ScenarioService.", "WorldService.CreateWorld", "WorldService.DeleteWorld",
    "WorldService.ForkWorld", "WorldService.RestoreWorld"};

// "CreatorAppService.DeleteCode", or "" for what no step may do.
std::string VerbOf(const rpc::MethodTable::Method& method) {
  if (method.unary == nullptr || !method.name.starts_with(kPackage)) return "";
  std::string verb = method.name.substr(kPackage.size());
  std::ranges::replace(verb, '/', '.');
  const bool refused = std::ranges::any_of(
      kRefused, [&](std::string_view start) { return verb.starts_with(start); });
  return refused ? "" : verb;
}

}  // namespace

VerbLookup FindVerb(const rpc::MethodTable& table, std::string_view name) {
  VerbLookup found;
  std::vector<std::string> verbs;
  std::vector<std::string> fitting;
  for (const auto& [path, method] : table.methods()) {
    const std::string verb = VerbOf(method);
    if (verb.empty()) continue;
    verbs.push_back(verb);
    if (verb != name && verb.substr(verb.find('.') + 1) != name) continue;
    fitting.push_back(verb);
    found.method = &method;
  }
  if (fitting.size() == 1) return found;
  found.method = nullptr;
  found.problem =
      fitting.empty()
          ? fmt::format("Nobody can do \"{}\"; there are: {}.", name, fmt::join(verbs, ", "))
          : fmt::format("\"{}\" can be: {}. Say which.", name, fmt::join(fitting, ", "));
  return found;
}

}  // namespace sparkgate::simulator
