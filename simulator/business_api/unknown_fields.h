// Which fields of a call nobody asked for. Every object of it is a scope, and every look-up of a
// reader marks the member it found; what is left is unknown to the endpoint. Members are marked by
// their place, so that marking costs a bit and no name is kept. Not thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_UNKNOWN_FIELDS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_UNKNOWN_FIELDS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace sparkgate::simulator {

struct UnknownFields {
  bool taken = false;  // nobody wants to know
  std::span<const std::string_view> unplayed;

  // `values` must outlive this. `prefix` is its path ("creatives.0.") or "".
  size_t AddScope(const boost::json::object* values, std::string_view prefix);
  // The number of members stands for one that isn't there.
  void Ask(size_t scope, size_t member);
  // Paths of what is left in scopes of which anything was asked; of many, the first.
  std::vector<std::string> Names() const;

 private:
  struct Scope {
    const boost::json::object* values;
    std::string prefix;
    std::vector<bool> asked;  // by place; empty: nothing yet
  };
  std::vector<Scope> scopes_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_UNKNOWN_FIELDS_H_
