// The arguments of an exchange, for those who look for one or look at one. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_ARGUMENTS_H_
#define SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_ARGUMENTS_H_

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "simulator/world/journal/exchange.h"

namespace sparkgate::simulator {

inline constexpr std::string_view kMasked = "(masked)";

struct ExchangeArguments {
  boost::json::object values;
  std::string problem;  // why there are none although something came; "" if there isn't any
};

// The query without the value of an access token, which no endpoint has as an argument.
std::string WithoutToken(std::string_view query);

// As they came, secrets included: for comparing only.
ExchangeArguments ArgumentsOf(const Exchange& exchange);

// With everything masked that is a code, a token or a secret, by its name or by its looks.
ExchangeArguments MaskedArguments(const Exchange& exchange);

// Whether an argument of this path ("creatives.0.ad_name") is a secret whatever its value is.
bool IsSecretArgument(std::string_view path);
// A text as it may be shown: well-formed UTF-8, and masked if there is a code in it, as it is or
// percent-encoded, or a token.
std::string ShownText(std::string_view text);
// The same of an argument's value, which may be JSON with secrets in it.
std::string ShownArgument(std::string_view path, std::string_view text);

// JSON without blanks, and numbers without exponents: 50 for 50.0 and 5e1.
std::string JsonText(const boost::json::value& value);
// The value at a path: a text as it stands, anything else as JSON.
std::optional<std::string> ArgumentText(const boost::json::object& values, std::string_view path);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_ARGUMENTS_H_
