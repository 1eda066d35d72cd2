// JSON as it stands on TikTok's wire (facts 1.8): a number that may have a fraction is always
// written with one and never with an exponent (50.0, where JSON libraries write 5E1 or 50), and any
// text is valid UTF-8, whatever bytes a caller sent that it quotes. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_JSON_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace sparkgate::simulator {

void AppendWireJson(const boost::json::value& value, std::string& out);
void AppendWireJson(const boost::json::object& object, std::string& out);

// As a JSON string, quotes included.
void AppendWireText(std::string_view text, std::string& out);
// What stands between the quotes.
void AppendWireEscaped(std::string_view text, std::string& out);

void AppendWireNumber(int64_t number, std::string& out);
void AppendWireNumber(double number, std::string& out);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_JSON_H_
