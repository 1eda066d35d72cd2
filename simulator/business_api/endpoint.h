// One endpoint of TikTok's API: where it is, whom it takes, what it does. A handler is a free
// function over a world's state that knows nothing of HTTP: it reads its arguments, checks what the
// caller may reach, asks the world's rules, and answers the envelope's `data`.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_ENDPOINT_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_ENDPOINT_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <boost/json/object.hpp>

#include "base/error.h"
#include "simulator/business_api/arguments.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Which of the two token families an endpoint takes (facts 2); kNone: the app's secret or nothing.
enum class TokenFamily { kNone, kAdvertiser, kCreator };

// Whose token came with the call, already checked. The one of the endpoint's family is set.
struct Caller {
  const AdvertiserToken* advertiser = nullptr;
  const CreatorGrant* creator = nullptr;
};

using Data = boost::json::object;
using QueryHandler = absl::StatusOr<Data> (*)(const WorldState&, const Caller&, const Arguments&);
using CommandHandler = absl::StatusOr<Data> (*)(WorldState&, const Caller&, const Arguments&);
// The same as text (wire_writer.h): for those few whose answers are long and wanted all the time.
using TextHandler = absl::StatusOr<std::string> (*)(const WorldState&, const Caller&,
                                                    const Arguments&);

struct Endpoint {
  std::string_view path;  // below /open_api/v1.3/, without slashes at its ends
  TokenFamily family;
  std::string_view scope;            // that the token must hold; "" for none
  QueryHandler query = nullptr;      // a GET, or
  CommandHandler command = nullptr;  // a POST, or
  TextHandler text = nullptr;        // a GET

  bool is_get() const { return command == nullptr; }
  std::string_view method() const { return is_get() ? "GET" : "POST"; }
};

constexpr Endpoint GetEndpoint(std::string_view path, TokenFamily family, std::string_view scope,
                               QueryHandler handler) {
  return {path, family, scope, handler};
}

constexpr Endpoint TextEndpoint(std::string_view path, TokenFamily family, std::string_view scope,
                                TextHandler handler) {
  return {path, family, scope, nullptr, nullptr, handler};
}

constexpr Endpoint PostEndpoint(std::string_view path, TokenFamily family, std::string_view scope,
                                CommandHandler handler) {
  return {path, family, scope, nullptr, handler};
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_ENDPOINT_H_
