// TikTok as the use cases see it: the port, by family. One object serves all workspaces; a call
// carries its endpoint and token (call.h), so live and simulated differ in nothing but values.
//
//   auto info = tiktok.creator().GetCodeStatus(call, {.business_id = open_id, .item_id = item});
//   if (!info.ok()) return info.status();  // a reason of docs/errors.md, never a code or token
//
// Mutations are sent at most once. When one fails, ask OutcomeUnknown(status) (outcome.h) before
// anything else.
#ifndef SPARKGATE_SERVER_TIKTOK_TIKTOK_H_
#define SPARKGATE_SERVER_TIKTOK_TIKTOK_H_

#include <vector>

#include "server/tiktok/ad.h"
#include "server/tiktok/ad_group.h"
#include "server/tiktok/advertiser.h"
#include "server/tiktok/campaign.h"
#include "server/tiktok/creator.h"
#include "server/tiktok/identity.h"
#include "server/tiktok/library.h"
#include "server/tiktok/oauth.h"
#include "server/tiktok/review.h"
#include "server/tiktok/sightings.h"
#include "server/tiktok/subscription.h"

namespace sparkgate::tiktok {

// Owns its families; thread-safe.
class TikTok {
 public:
  virtual ~TikTok() = default;

  virtual OAuthApi& oauth() = 0;
  virtual CreatorApi& creator() = 0;
  virtual LibraryApi& library() = 0;
  virtual IdentityApi& identity() = 0;
  virtual AdvertiserApi& advertiser() = 0;
  virtual CampaignApi& campaigns() = 0;
  virtual AdGroupApi& ad_groups() = 0;
  virtual AdApi& ads() = 0;
  virtual ReviewApi& review() = 0;
  virtual SubscriptionApi& subscriptions() = 0;

  // What refusals taught of the endpoint's app, by path; nothing where nothing is limited.
  virtual std::vector<LoweredLimit> LoweredLimits(const Endpoint& endpoint) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_TIKTOK_H_
