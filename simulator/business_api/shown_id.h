// Ids that TikTok's samples show as JSON numbers, though the documentation says strings
// (facts 1.8). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_SHOWN_ID_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_SHOWN_ID_H_

#include <charconv>
#include <cstdint>
#include <string>

#include <boost/json/value.hpp>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// A number where the switch bare_number_ids says so, unless the id is none, as a loaded world's may
// be.
inline boost::json::value ShownId(const WorldState& state, const std::string& id) {
  uint64_t number = 0;
  const char* end = id.data() + id.size();
  const auto [stop, error] = std::from_chars(id.data(), end, number);
  const bool bare = state.switches.Flag(kBareNumberIds) && error == std::errc() && stop == end;
  return bare ? boost::json::value(number) : boost::json::value(id);
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_SHOWN_ID_H_
