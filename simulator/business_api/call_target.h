// What the path of a call names: a world, and an endpoint of it. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_CALL_TARGET_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_CALL_TARGET_H_

#include <optional>
#include <string>
#include <string_view>

namespace sparkgate::simulator {

struct CallTarget {
  std::string world;
  std::string path;    // below /open_api/v1.3/, without slashes at its ends
  bool slash = false;  // it had the one at its end
};

// Nothing if the path is none of this API's.
std::optional<CallTarget> ReadCallPath(std::string_view path);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_CALL_TARGET_H_
