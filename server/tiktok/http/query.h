// The query string of a GET call. Arrays and objects are JSON text, and everything is
// percent-encoded: a code's '#', '+', '/' and '=' mean something else in an address. A value; not
// thread-safe.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_QUERY_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_QUERY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace sparkgate::tiktok {

class Query {
 public:
  Query& Add(std::string_view name, std::string_view value);
  Query& Add(std::string_view name, int64_t value);
  Query& Add(std::string_view name, const std::vector<std::string>& values);
  Query& Add(std::string_view name, const boost::json::object& value);
  // Nothing if `value` is empty: TikTok then takes its default.
  Query& AddIfSet(std::string_view name, std::string_view value);

  // "a=1&b=%5B%22x%22%5D"; "" if nothing was added.
  std::string Encoded() const;
  // "" if it wasn't added; valid until something is.
  std::string_view Find(std::string_view name) const;
  // Values of fields that hold secrets, for masking.
  std::vector<std::string> Secrets() const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_QUERY_H_
