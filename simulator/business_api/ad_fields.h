// An ad's fields on the wire, both ways (facts 7.5, 7.6).
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_AD_FIELDS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_AD_FIELDS_H_

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>

#include "simulator/business_api/arguments.h"
#include "simulator/business_api/fields.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// A whole creative: what it doesn't name is as at creation.
void ReadCreative(ArgumentReader& in, Ad& ad);

// The few fields that patch_update takes; any other is an error.
void PatchCreative(ArgumentReader& in, Ad& ad);

// The ad as `choice` wants it.
boost::json::object AdData(const WorldState& state, const Ad& ad, const FieldChoice& choice = {},
                           const boost::json::storage_ptr& storage = {});

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_AD_FIELDS_H_
