// An ad group's fields on the wire, both ways (facts 7.3).
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_ADGROUP_FIELDS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_ADGROUP_FIELDS_H_

#include <boost/json/object.hpp>

#include "simulator/business_api/arguments.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Overwrites what the arguments name; leaves the rest.
void ReadAdGroupFields(ArgumentReader& in, AdGroup& group);

boost::json::object AdGroupData(const WorldState& state, const AdGroup& group);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_ADGROUP_FIELDS_H_
