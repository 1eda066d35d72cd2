// Everything a world is, as plain data. Rules are free functions over it, one file per resource:
//
//   absl::StatusOr<Campaign> CreateCampaign(WorldState& state, const CreateCampaignRequest&
//   request); absl::StatusOr<Balance> GetBalance(const WorldState& state, std::string_view
//   advertiser_id);
//
// How they are written:
//   * The time is state.now. Only the time engine moves it.
//   * A mutation checks everything first and then acts: one that fails has changed nothing.
//   * What follows from time (expired, delivering, spent) is computed on read and never stored.
//   * What must happen later by itself is pushed on state.queue; simulator/world/reactions.h says
//   what
//     happens then.
//   * Each effect is told to state.Record(…), which counts and hashes it.
//   * Randomness is keyed, never drawn in sequence (ids.h): purpose, parent, and ordinal under that
//     parent. Iterate over ordered containers only; a pointer's value or a hash order is no order.
//   * Values that are secrets (codes, tokens, app secrets) go into no record, error or log.
//
// Not thread-safe: World owns the lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_STATE_H_
#define SPARKGATE_SIMULATOR_WORLD_STATE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "base/crypto/hash.h"
#include "simulator/world/entities/ad.h"
#include "simulator/world/entities/ad_group.h"
#include "simulator/world/entities/advertiser.h"
#include "simulator/world/entities/app.h"
#include "simulator/world/entities/campaign.h"
#include "simulator/world/entities/code.h"
#include "simulator/world/entities/creator.h"
#include "simulator/world/entities/identity.h"
#include "simulator/world/entities/notification.h"
#include "simulator/world/entities/oauth.h"
#include "simulator/world/entities/post.h"
#include "simulator/world/entities/review.h"
#include "simulator/world/entities/review_desk.h"
#include "simulator/world/entities/review_policy.h"
#include "simulator/world/entities/spark_post.h"
#include "simulator/world/entities/spend_history.h"
#include "simulator/world/entities/subscription.h"
#include "simulator/world/entities/tcm_request.h"
#include "simulator/world/event_log.h"
#include "simulator/world/event_queue.h"
#include "simulator/world/faults/fault_plan.h"
#include "simulator/world/rate_limits/call_counter.h"
#include "simulator/world/request_ids.h"
#include "simulator/world/request_memory.h"
#include "simulator/world/switches.h"
#include "simulator/world/table.h"

namespace sparkgate::simulator {

struct WorldState {
  // What makes it this world.
  std::string id;
  std::string incarnation;  // new at creation: a world that comes back with another was reset
  KeyedRandom random{""};   // all chance comes from its seed
  absl::Time start_time;
  std::string created_as;  // hash of the parameters it was created with
  double speed = 0;        // world seconds per real second; 0: frozen until advanced
  absl::Duration ttl;      // real time that it lives without being used; 0: for ever
  Switches switches;
  std::set<std::string, std::less<>> followers;  // ids that must acknowledge each tick

  // Where it stands.
  absl::Time now;
  uint64_t revision = 0;  // changes so far
  EventQueue queue;
  EventLog log;
  Table<uint64_t> ordinals;  // see NextOrdinal in ids.h
  RequestMemory requests;    // of the people's gRPC services

  // What is in it. Keyed by id unless said otherwise.
  Table<App> apps;
  Table<CreatorAccount> creators;
  Table<Post> posts;
  Table<Code> codes;                   // by value
  Table<OauthCode> oauth_codes;        // by value, until a day after their end
  Table<AdvertiserToken> tokens;       // by value
  Table<CreatorGrant> grants;          // by open_id
  Table<CreatorToken> creator_tokens;  // by value
  Table<std::string> refresh_tokens;   // open_id by value, of the consents in force
  Table<AdvertiserAccount> advertisers;
  Table<SparkPost> spark_posts;  // by SparkPostKey(advertiser, post)
  Table<Identity> identities;
  Table<Campaign> campaigns;
  Table<AdGroup> ad_groups;
  Table<Ad> ads;
  Table<SpendHistory> spend_histories;  // by advertiser id
  Table<std::string> names;  // id by "campaign/advertiser/name" or "ad_group/campaign/name"
  Table<absl::Time> recent_requests;  // last use of a request_id of TikTok's, by what it was for
  Table<Review> reviews;              // by ad id
  ReviewPolicy review_policy;
  ReviewDesk review_desk;
  Table<std::vector<ReviewDecision>> review_script;  // by ad id or name
  Table<TcmRequest> tcm_requests;                    // by TcmRequestKey
  Table<Subscription> subscriptions;
  Table<WebhookDelivery> deliveries;                  // that aren't over
  std::set<std::string, std::less<>> due_deliveries;  // kDue or kSending
  std::vector<WebhookDelivery> past_deliveries;       // the newest ones that are, oldest first
  Table<std::vector<Notification>> notifications;     // by recipient, the newest ones, oldest first

  Faults faults;  // that a test planned

  // Calls of the HTTP face to what isn't simulated, by endpoint.
  std::map<std::string, uint64_t, std::less<>> unimplemented;
  CallCounter calls;               // of the HTTP face, where rate limits go by the world's clock
  mutable RequestIds request_ids;  // counts repeated calls at one instant; isn't saved

  // Tells the world's event log what happened just now.
  void Record(std::string_view kind, std::string_view subject, EventLog::Details details = {}) {
    log.Append(now, kind, subject, details);
  }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("incarnation", self.incarnation);
    visit("seed", self.random);
    visit("start_time", self.start_time);
    visit("created_as", self.created_as);
    visit("speed", self.speed);
    visit("ttl", self.ttl);
    visit("switches", self.switches);
    visit("followers", self.followers);
    visit("now", self.now);
    visit("revision", self.revision);
    visit("queue", self.queue);
    visit("log", self.log);
    visit("ordinals", self.ordinals);
    visit("requests", self.requests);
    visit("apps", self.apps);
    visit("creators", self.creators);
    visit("posts", self.posts);
    visit("codes", self.codes);
    visit("oauth_codes", self.oauth_codes);
    visit("tokens", self.tokens);
    visit("grants", self.grants);
    visit("creator_tokens", self.creator_tokens);
    visit("refresh_tokens", self.refresh_tokens);
    visit("advertisers", self.advertisers);
    visit("spark_posts", self.spark_posts);
    visit("identities", self.identities);
    visit("campaigns", self.campaigns);
    visit("ad_groups", self.ad_groups);
    visit("ads", self.ads);
    visit("spend_histories", self.spend_histories);
    visit("names", self.names);
    visit("recent_requests", self.recent_requests);
    visit("reviews", self.reviews);
    visit("review_policy", self.review_policy);
    visit("review_desk", self.review_desk);
    visit("review_script", self.review_script);
    visit("tcm_requests", self.tcm_requests);
    visit("subscriptions", self.subscriptions);
    visit("deliveries", self.deliveries);
    visit("due_deliveries", self.due_deliveries);
    visit("past_deliveries", self.past_deliveries);
    visit("notifications", self.notifications);
    visit("faults", self.faults);
    visit("unimplemented", self.unimplemented);
    visit("calls", self.calls);
  }
};

inline std::string SparkPostKey(std::string_view advertiser_id, std::string_view post_id) {
  return std::string(advertiser_id) + "/" + std::string(post_id);
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_STATE_H_
