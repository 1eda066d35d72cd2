// Which members of an object a caller wants: `fields` and `exclude_field_types_in_response` of the
// get endpoints (facts 1.2). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_FIELDS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_FIELDS_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "simulator/business_api/arguments.h"

namespace sparkgate::simulator {

struct FieldChoice {
  std::vector<std::string> fields;  // empty: all
  bool drop_nulls = false;

  bool Wants(std::string_view name) const {
    return fields.empty() || std::ranges::find(fields, name) != fields.end();
  }
  void Apply(boost::json::object& object) const;
};

FieldChoice ReadFieldChoice(ArgumentReader& in);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_FIELDS_H_
