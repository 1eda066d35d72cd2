// An answer's body as a fault spoils it. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_SPOILED_JSON_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_SPOILED_JSON_H_

#include <string>
#include <string_view>

namespace sparkgate::simulator {

std::string Malformed(std::string_view body);  // looks whole, and no parser takes it
std::string Truncated(std::string_view body);  // half of it
// In the envelope's `data`; the envelope around it stays as it is. Texts turn into objects,
// everything else but lists and objects into text; an empty list or object into a text too.
std::string WithWrongTypes(std::string_view body);
std::string WithNulls(std::string_view body);  // `data` itself, if it is empty

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_SPOILED_JSON_H_
