// What a step expects of an answer. A path is names and numbers separated by dots:
// "data.list.0.secondary_status". Pure.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_EXPECTATIONS_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_EXPECTATIONS_H_

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace sparkgate::simulator {

// Null if nothing is there.
const boost::json::value* AtPath(const boost::json::value& answer, std::string_view path);

// "" if what is at `path` is as expected: a value like it (1 and "1" are alike), or as one of
// {not: v}, {contains: text}, {size: n}, {present: true|false} says. Else what was expected and
// what is there; secrets aren't shown.
std::string Mismatch(const boost::json::value& answer, std::string_view path,
                     const boost::json::value& expected);

// Whether an expected value has one of the forms above. "" if so, else what is wrong with it.
std::string CheckExpected(const boost::json::value& expected);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_EXPECTATIONS_H_
