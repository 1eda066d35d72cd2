// TikTok's Business API v1.3 as one function from request to answer. The world is the one that the
// path names (/w/{world}/open_api/v1.3/…), else the world "default". Thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_BUSINESS_API_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_BUSINESS_API_H_

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/http/server.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

class BusinessApi {
 public:
  // The world of this id, or null. Called on the HTTP server's threads.
  using WorldLookup = std::function<std::shared_ptr<World>(std::string_view)>;

  // `real_time` is for rate limits that go by it; it outlives this.
  BusinessApi(WorldLookup lookup, const Clock& real_time)
      : lookup_(std::move(lookup)), real_time_(real_time) {}

  // Takes a world's lock for microseconds and never waits for anything else. The exchange is in the
  // world's journal when it returns.
  HttpServerResponse Handle(const HttpServerRequest& request) const;

 private:
  WorldLookup lookup_;
  const Clock& real_time_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_BUSINESS_API_H_
