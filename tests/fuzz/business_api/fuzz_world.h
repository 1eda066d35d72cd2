// A world with something in it, made once; every call gets a copy of its own. Inputs name what is
// in it, and so hit real objects: $advertiser, $campaign, $ad_group, $ad, $code, $item
// (authorized), $fresh_item (its code unused), $identity, $business, $app, $secret,
// $advertiser_token, $creator_token.
#ifndef SPARKGATE_TESTS_FUZZ_BUSINESS_API_FUZZ_WORLD_H_
#define SPARKGATE_TESTS_FUZZ_BUSINESS_API_FUZZ_WORLD_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.h"
#include "base/http/server.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

struct FuzzAnswer {
  int64_t code = 0;
  uint64_t events = 0;  // that the call made in its world
};

class FuzzWorld {
 public:
  static FuzzWorld& The();

  std::string Filled(std::string_view text) const;
  // Aborts on an answer that no client could read.
  FuzzAnswer Post(std::string_view path, const std::string& body);
  FuzzAnswer Get(std::string_view path, const std::string& query);

 private:
  FuzzWorld();
  void Furnish();
  HttpServerResponse Send(World& world, const HttpServerRequest& request) const;
  HttpServerRequest RequestTo(std::string_view path) const;
  FuzzAnswer OnACopy(const HttpServerRequest& request);
  boost::json::object Must(std::string_view path, std::string_view body);

  const ManualClock real_time_{absl::FromUnixSeconds(1'800'000'000)};
  std::shared_ptr<World> world_;
  std::map<std::string, std::string, std::greater<>> names_;  // longer ones first
};

// One call of the row that the input's first letter picks: ends the program if it succeeded with
// arguments that its contract refuses, or changed the world and yet failed. The answer's code; -1
// if the input is too short to be one.
int64_t CheckBodyCall(std::string_view input);
int64_t CheckQueryCall(std::string_view input);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_TESTS_FUZZ_BUSINESS_API_FUZZ_WORLD_H_
