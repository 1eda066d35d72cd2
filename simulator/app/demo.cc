#include "simulator/app/demo.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "simulator/business_api/business_api.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/codes.h"
#include "simulator/world/creators.h"
#include "simulator/world/ids.h"
#include "simulator/world/oauth.h"
#include "simulator/world/posts.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kRedirect = "http://127.0.0.1/demo";
constexpr std::string_view kUsername = "demo_creator";

// The argument of that name in an address's query.
std::string ArgumentOf(std::string_view address, std::string_view name) {
  const size_t mark = address.find('?');
  if (mark == std::string_view::npos) return "";
  for (const auto& [key, value] : ParseQuery(address.substr(mark + 1))) {
    if (key == name) return value;
  }
  return "";
}

App MakeApp(const WorldState& state) {
  App app;
  app.id = NumericIdOf(state, "demo_app", "demo");
  app.secret = NumericIdOf(state, "demo_secret", "demo");
  app.redirect_uris = {std::string(kRedirect)};
  return app;
}

absl::Status ConnectCreator(WorldState& state, const App& app, const std::string& creator_id) {
  const std::string link = fmt::format(
      "https://www.tiktok.com/v2/auth/authorize?client_key={}&response_type=code&scope={}"
      "&redirect_uri={}&state=demo",
      app.id, "user.info.basic,user.info.username,user.info.stats,video.list,biz.spark.auth",
      PercentEncode(kRedirect));
  CreatorConsentRequest consent;
  consent.link = link;
  consent.creator_id = creator_id;
  SG_ASSIGN_OR_RETURN(const std::string address, CreatorConsent(state, consent));
  return ExchangeCreatorCode(state, app, ArgumentOf(address, "code"), kRedirect).status();
}

absl::Status ConnectAdvertiser(WorldState& state, const App& app,
                               const std::string& advertiser_id) {
  AdvertiserConsentRequest consent;
  consent.link = fmt::format(
      "https://business-api.tiktok.com/portal/auth?app_id={}&state=demo&redirect_uri={}", app.id,
      PercentEncode(kRedirect));
  consent.advertiser_ids = {advertiser_id};
  SG_ASSIGN_OR_RETURN(const std::string address, AdvertiserConsent(state, consent));
  return ExchangeAdvertiserCode(state, app, ArgumentOf(address, "auth_code")).status();
}

absl::Status PublishWithCode(WorldState& state, const std::string& creator_id) {
  NewPost post;
  post.creator_id = creator_id;
  post.caption = "Three recipes with one pan";
  SG_ASSIGN_OR_RETURN(const Post* made, PublishPost(state, post));
  return TurnAdAuthorizationOn(state, made->id, kDefaultAuthorizationDays).status();
}

std::string KeyOfName() { return fmt::format("creator/{}", kUsername); }

absl::Status Furnish(WorldState& state) {
  NewCreator creator;
  creator.username = kUsername;
  creator.display_name = "Demo Creator";
  creator.followers = 12'000;
  creator.ad_settings_on = true;
  SG_ASSIGN_OR_RETURN(const CreatorAccount* account, OpenCreatorAccount(state, creator));
  const std::string creator_id = account->id;
  NewAdvertiser advertiser;
  advertiser.name = "Demo Brand";
  advertiser.has_payment_method = true;
  advertiser.balance_micros = 1'000'000'000;
  SG_ASSIGN_OR_RETURN(const AdvertiserAccount* brand, OpenAdvertiserAccount(state, advertiser));
  const std::string advertiser_id = brand->id;
  const App app = MakeApp(state);
  state.apps[app.id] = app;
  SG_RETURN_IF_ERROR(ConnectCreator(state, app, creator_id));
  return ConnectAdvertiser(state, app, advertiser_id);
}

// What is in the world, read back. The post is the creator's newest.
Demo Collect(const WorldState& state) {
  Demo demo;
  const App app = MakeApp(state);
  demo.app_id = app.id;
  demo.secret = app.secret;
  for (const auto& [value, token] : state.tokens) {
    if (token.app_id != app.id || token.revoked || token.advertiser_ids.empty()) continue;
    demo.advertiser_token = value;
    demo.advertiser_id = token.advertiser_ids.front();
  }
  const std::string& creator_id = *Find(state.names, KeyOfName());
  for (const auto& [open_id, grant] : state.grants) {
    if (grant.app_id != app.id || grant.creator_id != creator_id) continue;
    demo.business_id = open_id;
    if (!grant.access_tokens.empty()) demo.creator_token = grant.access_tokens.back();
  }
  const std::vector<std::string>& posts = Find(state.creators, creator_id)->post_ids;
  if (posts.empty()) return demo;
  demo.item_id = posts.back();
  const absl::StatusOr<const Code*> code = GetCodeOfPost(state, demo.item_id);
  if (code.ok() && CodeStatusOf(state, **code) == CodeStatus::kNotUsed) demo.code = (*code)->value;
  return demo;
}

// Furnishes what isn't there, and renews what was used up or has come to its end since.
absl::StatusOr<Demo> FurnishState(WorldState& state) {
  const App app = MakeApp(state);
  const bool furnished = state.apps.contains(app.id) && Find(state.names, KeyOfName()) != nullptr;
  if (!furnished) SG_RETURN_IF_ERROR(Furnish(state));
  const Demo present = Collect(state);
  const std::string creator_id = *Find(state.names, KeyOfName());
  if (present.code.empty()) SG_RETURN_IF_ERROR(PublishWithCode(state, creator_id));
  if (!CheckCreatorToken(state, present.creator_token).ok()) {
    SG_RETURN_IF_ERROR(ConnectCreator(state, app, creator_id));
  }
  return Collect(state);
}

}  // namespace

absl::StatusOr<Demo> FurnishDemo(Worlds& worlds) {
  absl::StatusOr<WorldEntry> entry = worlds.Get(kDefaultWorld);
  if (!entry.ok()) {
    NewWorld request;
    request.id = kDefaultWorld;
    entry = worlds.Create(request);
    if (!entry.ok()) return entry.status();
  }
  return entry->world->Write([](WorldState& state) -> absl::StatusOr<Demo> {
    // On a copy: in somebody else's world it may fail half-way, and half a demo is none.
    WorldState furnished = state;
    SG_ASSIGN_OR_RETURN(Demo demo, FurnishState(furnished));
    state = std::move(furnished);
    return demo;
  });
}

std::string DemoText(const Demo& demo, uint16_t http_port) {
  return fmt::format(
      "world             default\n"
      "app id            {}\n"
      "app secret        {}\n"
      "ad account        {}\n"
      "advertiser token  {}\n"
      "creator           {}\n"
      "creator token     {}\n"
      "post              {}\n"
      "unused code       {}\n"
      "\n"
      "Look the code up as the advertiser:\n"
      "  curl -s -H 'Access-Token: {}' "
      "'http://127.0.0.1:{}/open_api/v1.3/tt_video/info/?advertiser_id={}&auth_code={}'\n",
      demo.app_id, demo.secret, demo.advertiser_id, demo.advertiser_token, demo.business_id,
      demo.creator_token, demo.item_id, demo.code, demo.advertiser_token, http_port,
      demo.advertiser_id, PercentEncode(demo.code));
}

}  // namespace sparkgate::simulator
