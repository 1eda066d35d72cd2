// Reading the fields of TikTok's answers, beyond base/json.h: times, money, lists, and "" or 0 for
// what is absent or null, which TikTok uses alike. And writing money. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_FIELDS_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

// "" if absent.
std::string Text(const boost::json::object& object, std::string_view key);
// An id, string or number; "" if absent, null or 0, which is how TikTok says "none".
std::string Id(const boost::json::object& object, std::string_view key);
// Strings, or numbers as their digits; other elements are left out.
std::vector<std::string> TextList(const boost::json::object& object, std::string_view key);
int64_t Count(const boost::json::object& object, std::string_view key);
bool Flag(const boost::json::object& object, std::string_view key);
// Millionths of the currency unit; 0 if absent or beyond 64 bits.
int64_t Micros(const boost::json::object& object, std::string_view key);
// "YYYY-MM-DD HH:MM:SS" in UTC, or seconds since 1970 as number or digits; "" and 0 are absent.
std::optional<absl::Time> Time(const boost::json::object& object, std::string_view key);

// The objects in an array, and an empty one for an absent object: so that parsing reads straight
// on.
std::vector<const boost::json::object*> Objects(const boost::json::object& object,
                                                std::string_view key);
const boost::json::object& Child(const boost::json::object& object, std::string_view key);

// Each list of pages says which page it is (facts, 1.7), an empty one, too. One that doesn't says
// nothing: taken for an empty one, it would be read as that all it held is gone.
absl::StatusOr<PageInfo> ReadPageInfo(const boost::json::object& data, std::string_view path);

std::string UtcText(absl::Time time);
// A whole number where it is one: 50, not 5E1.
boost::json::value Money(int64_t micros);
boost::json::array JsonTexts(const std::vector<std::string>& texts);
// Nothing if `value` is empty: TikTok then takes its default.
void SetIfAny(boost::json::object* object, std::string_view key, std::string_view value);
void SetIfAny(boost::json::object* object, std::string_view key,
              const std::vector<std::string>& values);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_FIELDS_H_
