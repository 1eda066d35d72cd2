#include "simulator/business_api/call_target.h"

#include "base/http/server.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kWorldPrefix = "/w/";
constexpr std::string_view kApiPrefix = "/open_api/v1.3/";

}  // namespace

std::optional<CallTarget> ReadCallPath(std::string_view path) {
  CallTarget target;
  target.world = kDefaultWorld;
  if (path.starts_with(kWorldPrefix)) {
    path.remove_prefix(kWorldPrefix.size());
    const size_t end = path.find('/');
    if (end == std::string_view::npos) return std::nullopt;
    target.world = PercentDecode(path.substr(0, end));
    path.remove_prefix(end);
  }
  if (!path.starts_with(kApiPrefix)) return std::nullopt;
  path.remove_prefix(kApiPrefix.size());
  target.slash = path.ends_with('/');
  if (target.slash) path.remove_suffix(1);
  target.path = std::string(path);
  return target;
}

}  // namespace sparkgate::simulator
