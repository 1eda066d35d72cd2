#include "server/tiktok/http/query.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/http/client.h"
#include "server/tiktok/http/mask.h"

namespace sparkgate::tiktok {

Query& Query::Add(std::string_view name, std::string_view value) {
  pairs_.emplace_back(name, value);
  return *this;
}

Query& Query::Add(std::string_view name, int64_t value) { return Add(name, fmt::to_string(value)); }

Query& Query::Add(std::string_view name, const std::vector<std::string>& values) {
  return Add(name, boost::json::serialize(boost::json::array(values.begin(), values.end())));
}

Query& Query::Add(std::string_view name, const boost::json::object& value) {
  return Add(name, boost::json::serialize(value));
}

Query& Query::AddIfSet(std::string_view name, std::string_view value) {
  return value.empty() ? *this : Add(name, value);
}

std::string Query::Encoded() const {
  std::string encoded;
  for (const auto& [name, value] : pairs_) {
    if (!encoded.empty()) encoded += '&';
    encoded += fmt::format("{}={}", PercentEncode(name), PercentEncode(value));
  }
  return encoded;
}

std::string_view Query::Find(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return "";
}

std::vector<std::string> Query::Secrets() const {
  std::vector<std::string> secrets;
  for (const auto& [name, value] : pairs_) {
    if (IsSecretField(name)) secrets.push_back(value);
  }
  return secrets;
}

}  // namespace sparkgate::tiktok
