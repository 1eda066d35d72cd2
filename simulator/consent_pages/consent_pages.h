// The pages in a browser at which a person answers an authorization link: /portal/auth for ad
// accounts, /v2/auth/authorize for a creator, both also below /w/{world}. A third face beside the
// API's and the control's; what consent means is the world's (simulator/world/oauth.h).
//
// GET shows the page, POST takes its form and answers 302 to the app. A link that TikTok would not
// trust (app, redirect address, scope) gets a page with 400 and is never redirected. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_CONSENT_PAGES_CONSENT_PAGES_H_
#define SPARKGATE_SIMULATOR_CONSENT_PAGES_CONSENT_PAGES_H_

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "base/http/server.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

class ConsentPages {
 public:
  // The world of this id, or null. Called on the HTTP server's threads.
  using WorldLookup = std::function<std::shared_ptr<World>(std::string_view)>;

  explicit ConsentPages(WorldLookup lookup) : lookup_(std::move(lookup)) {}

  // Whether a request's path is one of a consent page.
  static bool Serves(std::string_view path);

  // For paths that it serves. Takes a world's lock for microseconds and waits for nothing else.
  HttpServerResponse Handle(const HttpServerRequest& request) const;

 private:
  WorldLookup lookup_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONSENT_PAGES_CONSENT_PAGES_H_
