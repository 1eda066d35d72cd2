// Faults that a test has planned for a world: which calls of which face fail, how, and how often;
// and what came of that so far. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_PLAN_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_PLAN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct WorldState;

// Where a fault happens: at TikTok's API, to the webhooks it sends, or at our own gRPC API.
enum class FaultFace : uint8_t { kHttp, kWebhook, kRpc };

// Worlds are saved with these numbers: new ones are only added. fault_kinds.h says what each does.
enum class FaultKind : uint8_t {
  kNone = 0,
  kDelay = 1,
  kApiError = 2,
  kHttpStatus = 3,
  kAppLimit = 4,
  kAdvertiserLimit = 5,
  kMaintenance = 6,
  kReset = 7,
  kCutBefore = 8,
  kCutAfter = 9,
  kCutBody = 10,
  kSlowBody = 11,
  kMalformedJson = 12,
  kTruncatedJson = 13,
  kWrongTypes = 14,
  kNulls = 15,
  kStale = 16,
  kDuplicate = 17,
  kReorder = 18,
  kDrop = 19,
  kBadSignature = 20,
  kRpcStatus = 21,
  kStreamCut = 22,
};

enum class LatencyShape : uint8_t { kNone, kFixed, kUniform, kLognormal };

struct Latency {
  LatencyShape shape = LatencyShape::kNone;
  absl::Duration base{};  // kFixed: itself; kUniform: the least; kLognormal: the median
  absl::Duration most{};  // of kUniform
  double sigma = 0;       // of kLognormal: of the logarithm

  friend bool operator==(const Latency&, const Latency&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("shape", self.shape);
    visit("base", self.base);
    visit("most", self.most);
    visit("sigma", self.sigma);
  }
};

// One thing to do with calls that its plan is about. Its turn comes when the step before it has
// fired as often as it should.
struct FaultStep {
  FaultKind kind = FaultKind::kNone;
  // Which of the calls it sees.
  int64_t skip = 0;   // these pass first
  int64_t every = 1;  // then each so-many-th
  double chance = 1;  // of those, by seed
  int64_t times = 1;  // so often; 0: for ever
  // What; which of these a kind takes, says fault_kinds.h.
  Latency latency;
  int64_t code = 0;
  std::string message;
  int64_t http_status = 0;
  bool after_commit = false;  // the call is done before it is answered wrongly
  absl::Duration lag;         // of world time
  int64_t rpc_code = 0;
  std::string reason;
  absl::Duration retry_delay;
  int64_t after_messages = 0;
  // So far.
  int64_t seen = 0;
  int64_t fired = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("kind", self.kind);
    visit("skip", self.skip);
    visit("every", self.every);
    visit("chance", self.chance);
    visit("times", self.times);
    visit("latency", self.latency);
    visit("code", self.code);
    visit("message", self.message);
    visit("http_status", self.http_status);
    visit("after_commit", self.after_commit);
    visit("lag", self.lag);
    visit("rpc_code", self.rpc_code);
    visit("reason", self.reason);
    visit("retry_delay", self.retry_delay);
    visit("after_messages", self.after_messages);
    visit("seen", self.seen);
    visit("fired", self.fired);
  }
};

// One time that a plan's fault happened.
struct FaultFiring {
  int64_t number = 0;  // 1, 2, … of its plan
  int64_t step = 0;    // from 0
  absl::Time time;
  std::string target;   // endpoint, entity or RPC
  std::string subject;  // request_id, id of the webhook delivery, or the RPC's call id

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("number", self.number);
    visit("step", self.step);
    visit("time", self.time);
    visit("target", self.target);
    visit("subject", self.subject);
  }
};

struct FaultPlan {
  std::string id;
  FaultFace face = FaultFace::kHttp;
  std::string target;  // endpoint, entity or RPC; a '*' at its end: the beginning
  std::map<std::string, std::string, std::less<>> arguments;  // text by path, all must be equal
  std::vector<FaultStep> steps;
  absl::Time create_time;
  // So far.
  int64_t turn = 0;  // the step whose turn it is; as many as there are steps: spent
  int64_t matched = 0;
  int64_t fired = 0;
  std::vector<FaultFiring> firings;  // the last ones, oldest first

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("face", self.face);
    visit("target", self.target);
    visit("arguments", self.arguments);
    visit("steps", self.steps);
    visit("create_time", self.create_time);
    visit("turn", self.turn);
    visit("matched", self.matched);
    visit("fired", self.fired);
    visit("firings", self.firings);
  }
};

// What reads that lag behind still see: the world before a change (stale_reads.h).
struct StaleView {
  std::shared_ptr<const WorldState> world;  // only looked at under the lock of its own world
  absl::Time since;                         // the change
};

struct Faults {
  std::vector<FaultPlan> plans;  // oldest first
  uint64_t made = 0;             // so far, for ids
  // Deliveries that wait to be overtaken, by subscription.
  std::map<std::string, std::string, std::less<>> overtaken;
  StaleView stale;  // isn't saved, nor copied into forks: their reads are fresh

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("plans", self.plans);
    visit("made", self.made);
    visit("overtaken", self.overtaken);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_PLAN_H_
