// What consent leaves behind: one-time OAuth codes, and tokens. Values are bearer secrets and are
// never logged. Whether one still counts is a function of time. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_OAUTH_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_OAUTH_H_

#include <cstdint>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

enum class ConsentKind : uint8_t { kCreator, kAdvertiser };

// Good once, for ten minutes (creator) or an hour (advertiser).
struct OauthCode {
  std::string value;
  ConsentKind kind = ConsentKind::kCreator;
  std::string app_id;
  std::string creator_id;                   // kCreator
  std::vector<std::string> advertiser_ids;  // kAdvertiser
  std::vector<std::string> scopes;          // names or decimal ids, as TikTok writes them
  std::string redirect_uri;
  absl::Time expire_time;
  bool used = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("value", self.value);
    visit("kind", self.kind);
    visit("app_id", self.app_id);
    visit("creator_id", self.creator_id);
    visit("advertiser_ids", self.advertiser_ids);
    visit("scopes", self.scopes);
    visit("redirect_uri", self.redirect_uri);
    visit("expire_time", self.expire_time);
    visit("used", self.used);
  }
};

// Has no timer: it ends when it is revoked.
struct AdvertiserToken {
  std::string value;
  std::string app_id;
  std::vector<std::string> advertiser_ids;
  std::vector<std::string> scopes;
  absl::Time create_time;
  bool revoked = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("value", self.value);
    visit("app_id", self.app_id);
    visit("advertiser_ids", self.advertiser_ids);
    visit("scopes", self.scopes);
    visit("create_time", self.create_time);
    visit("revoked", self.revoked);
  }
};

// An access token of a creator: which consent it comes from, and until when it is good.
struct CreatorToken {
  std::string value;
  std::string open_id;
  absl::Time expire_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("value", self.value);
    visit("open_id", self.open_id);
    visit("expire_time", self.expire_time);
  }
};

// One consent of a creator to an app: a refresh token for a year, and access tokens of a day.
struct CreatorGrant {
  std::string open_id;  // the creator, as this app knows it = business_id
  std::string app_id;
  std::string creator_id;
  std::vector<std::string> scopes;
  std::string refresh_token;
  absl::Time refresh_expire_time;
  std::vector<std::string> access_tokens;  // oldest first; the last is the one in use
  int64_t refreshes = 0;
  bool revoked = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("open_id", self.open_id);
    visit("app_id", self.app_id);
    visit("creator_id", self.creator_id);
    visit("scopes", self.scopes);
    visit("refresh_token", self.refresh_token);
    visit("refresh_expire_time", self.refresh_expire_time);
    visit("access_tokens", self.access_tokens);
    visit("refreshes", self.refreshes);
    visit("revoked", self.revoked);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_OAUTH_H_
