// An ad's fields on the wire, both ways (facts 7.5, 7.6).
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_AD_FIELDS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_AD_FIELDS_H_

#include <cstddef>
#include <vector>

#include <boost/json/object.hpp>

#include "simulator/business_api/arguments.h"
#include "simulator/business_api/fields.h"
#include "simulator/business_api/wire_writer.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// A whole creative: what it doesn't name is as at creation.
void ReadCreative(ArgumentReader& in, Ad& ad);

// The few fields that patch_update takes; any other is an error.
void PatchCreative(ArgumentReader& in, Ad& ad);

// Writes ads with the fields that a caller wants. They are found out once for all ads of an answer.
class AdFields {
 public:
  explicit AdFields(const FieldChoice& choice = {});
  void Write(const WorldState& state, const Ad& ad, WireWriter& out) const;

 private:
  std::vector<size_t> chosen_;  // of all that there are
  bool drop_nulls_;
};

// The ad with all of them, as an object.
boost::json::object AdData(const WorldState& state, const Ad& ad);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_AD_FIELDS_H_
