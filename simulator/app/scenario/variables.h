// Variables of a story: "$code" is what was saved under that name. "$post.id" is the last part of a
// resource name, "$code.mistyped" the text with one wrong character, "$$" a dollar. Pure.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_VARIABLES_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_VARIABLES_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <boost/json/value.hpp>

namespace sparkgate::simulator {

using Variables = std::map<std::string, boost::json::value, std::less<>>;

// Lower-case letters, digits and '_', in parts separated by dots, beginning with a letter.
bool IsVariableName(std::string_view name);

// What `value` mentions that is neither known nor derived from what is; "" if nothing.
std::string UnknownVariable(const boost::json::value& value,
                            const std::set<std::string, std::less<>>& known);

// `value` with its variables filled in. A text that is one variable takes that one's type. An error
// names a variable that isn't there.
absl::StatusOr<boost::json::value> Fill(const boost::json::value& value,
                                        const Variables& variables);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_VARIABLES_H_
