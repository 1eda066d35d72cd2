// A small world behind a real HTTP server, for tests of endpoints.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_API_FIXTURE_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_API_FIXTURE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "simulator/business_api/business_api.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

using QueryArguments = std::vector<std::pair<std::string, std::string>>;

class ApiTest : public testing::Test {
 protected:
  ApiTest();
  ~ApiTest() override;

  // Exactly this request, to this path as it stands.
  HttpResponse Send(std::string_view method, std::string_view path, std::string_view body = "",
                    std::string_view token = "");

  // An answer as the server is told to send it: late, cut or whole.
  HttpServerResponse Handle(const HttpServerRequest& request) { return api_->Handle(request); }

  // The envelope of a call below /open_api/v1.3/, slash included here.
  boost::json::object Get(std::string_view path, const QueryArguments& query,
                          std::string_view token);
  boost::json::object Post(std::string_view path, const boost::json::object& body,
                           std::string_view token = "");
  // The same, but expects code 0 and answers `data`.
  boost::json::object GetData(std::string_view path, const QueryArguments& query,
                              std::string_view token);
  boost::json::object PostData(std::string_view path, const boost::json::object& body,
                               std::string_view token = "");

  void Advance(absl::Duration by);
  void Set(std::string_view name, std::string_view value);  // a switch

  // Tokens, by consent and exchange over the API. All scopes unless said otherwise.
  std::string CreatorToken(std::string_view scopes = "");
  std::string AdvertiserToken(std::vector<std::string> scopes = {});
  std::string BusinessId();  // open_id of the creator

  // The shortest way there over the API; ids.
  std::string GenerateCode(int days = 30);
  void Redeem(const std::string& code);
  std::string CreateCampaign(const std::string& name = "Campaign");
  std::string CreateAdGroup(const std::string& campaign_id, const std::string& name = "Group");
  boost::json::object AdGroupBody(const std::string& campaign_id, const std::string& name);
  boost::json::object Creative(const std::string& name = "Ad");
  std::string CreateAd(const std::string& ad_group_id, const std::string& name = "Ad");
  std::string PublishAd();
  std::string AdStatus(const std::string& ad_id);

  ManualClock real_time_{absl::FromUnixSeconds(1'800'000'000)};
  RulesWorld ids_;  // only its ids: the world itself is below
  std::shared_ptr<World> world_;
  std::string creator_token_;
  std::string advertiser_token_;

 private:
  std::unique_ptr<BusinessApi> api_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<HttpClient> client_;
};

// "code message", to compare both at once.
std::string Answer(const boost::json::object& envelope);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_API_FIXTURE_H_
