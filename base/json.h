// Reading JSON that somebody else wrote: bounded in depth, and tolerant where real APIs are loose
// (an id that is a string here and a number there). Boost.JSON underneath. Pure, thread-safe.
#ifndef SPARKGATE_BASE_JSON_H_
#define SPARKGATE_BASE_JSON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace sparkgate {

// INVALID_ARGUMENT (reason JSON_MALFORMED), which never quotes the text: it may hold a secret.
absl::StatusOr<boost::json::value> ParseJson(std::string_view text);

// Each returns nothing where the key is absent, null, or of another kind.

// A string only.
std::optional<std::string> JsonString(const boost::json::object& object, std::string_view key);
// A string as it stands, or an integer as its digits. A number whose digits were already lost in
// the parser (a fraction, or beyond 64 bits) is nothing rather than a wrong id.
std::optional<std::string> JsonId(const boost::json::object& object, std::string_view key);
// An integer, a double with an integer's value ("3.0"), or a string of either.
std::optional<int64_t> JsonInt(const boost::json::object& object, std::string_view key);
// A finite number, or a string of one.
std::optional<double> JsonDouble(const boost::json::object& object, std::string_view key);
std::optional<bool> JsonBool(const boost::json::object& object, std::string_view key);
// Owned by `object`; null where there is none.
const boost::json::object* JsonObject(const boost::json::object& object, std::string_view key);
const boost::json::array* JsonArray(const boost::json::object& object, std::string_view key);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_JSON_H_
