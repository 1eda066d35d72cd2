#include "server/tiktok/limits/gate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/tiktok/limits/breaker.h"
#include "server/tiktok/limits/retry.h"
#include "server/tiktok/patience.h"

namespace sparkgate::tiktok {
namespace {

// A thread that waits looks this often whether its caller went away.
constexpr absl::Duration kLookUp = absl::Milliseconds(100);
constexpr absl::Duration kShortest = absl::Milliseconds(1);
// Worlds come and go, each with an address of its own.
constexpr size_t kMostPlaces = 256;

constexpr std::string_view kStatedLimit = "reaches QPS limit ";

// "Advertiser (7)'s QPS (3) reaches QPS limit 2 for current path, …" (facts 1.4, 40133).
std::optional<int64_t> StatedLimit(std::string_view message) {
  const size_t at = message.find(kStatedLimit);
  if (at == std::string_view::npos) return std::nullopt;
  message.remove_prefix(at + kStatedLimit.size());
  int64_t limit = 0;
  const auto read = std::from_chars(message.data(), message.data() + message.size(), limit);
  return read.ec == std::errc() && limit > 0 ? std::optional(limit) : std::nullopt;
}

int64_t PercentOf(int64_t number, int percent) {
  return number == 0 ? 0 : std::max<int64_t>(1, number * percent / 100);
}

Quota PartOf(const Quota& quota, int percent) {
  return {.per_second = PercentOf(quota.per_second, percent),
          .per_minute = PercentOf(quota.per_minute, percent),
          .per_day = PercentOf(quota.per_day, percent)};
}

std::string InSeconds(absl::Duration duration) {
  return fmt::format("{} s", std::ceil(absl::ToDoubleSeconds(duration) * 10) / 10);
}

absl::Status TooLong(absl::Duration rest, const Pacing& pacing) {
  return Error(absl::StatusCode::kResourceExhausted,
               fmt::format("TikTok's rate limits leave no room for this call within its deadline, "
                           "so it was not sent: there will be in {}{}.",
                           InSeconds(rest),
                           pacing.runs() ? "" : " by the world's clock, which stands still"),
               {.reason = "LIMIT_WAIT_TOO_LONG",
                .who = Actor::kNobody,
                .retry_after = std::max(rest, kShortest)});
}

absl::Status Resting(absl::Duration rest) {
  return Error(absl::StatusCode::kUnavailable,
               fmt::format("TikTok failed at this endpoint several times in a row, so it is left "
                           "alone for {}; the call was not sent.",
                           InSeconds(rest)),
               {.reason = "TIKTOK_RESTING",
                .who = Actor::kNobody,
                .retry_after = std::max(rest, kShortest)});
}

double RandomPart() { return static_cast<unsigned char>(RandomBytes(1)[0]) / 256.0; }

// Real time; "never" where the clock stands.
absl::Duration InRealTime(absl::Duration duration, const Pacing& pacing) {
  return pacing.runs() ? duration / pacing.speed : absl::InfiniteDuration();
}

// What the lines of an app begin with; the path follows.
std::string LinesOf(std::string_view app) { return fmt::format("{} at ", app); }

}  // namespace

// One TikTok: the live one, or a world's. They share nothing, and each has a clock of its own.
struct Gate::Place {
  Mutex mutex;
  CondVar changed;
  Limiter limiter SG_GUARDED_BY(mutex);
  std::map<std::string, Breaker, std::less<>> breakers SG_GUARDED_BY(mutex);  // by path
  std::set<Ticket> released SG_GUARDED_BY(mutex);  // whose threads haven't noticed yet

  // True if `ticket` may leave.
  bool Release(const std::string& line, Ticket ticket, absl::Time now) SG_REQUIRES(mutex) {
    for (const Ticket one : limiter.Release(line, now)) released.insert(one);
    if (released.erase(ticket) > 0) return true;
    if (!released.empty()) changed.NotifyAll();
    return false;
  }
};

Answer ReadLimits(const absl::Status& answer) {
  const ErrorDetail detail = DetailOf(answer);
  if (answer.ok()) return {Outcome::kAccepted};
  if (detail.reason == "TIKTOK_UNAVAILABLE") return {Outcome::kLost};
  if (detail.reason != "TIKTOK_THROTTLED") return {Outcome::kAccepted};
  const auto code = detail.metadata.find("tiktok_code");
  const bool about_account =
      code != detail.metadata.end() && (code->second == "40133" || code->second == "40132");
  if (!about_account) return {Outcome::kAppLimited};
  const std::string_view message(answer.message().data(), answer.message().size());
  return {Outcome::kAccountLimited, StatedLimit(message)};
}

Gate::Gate(const Clock& clock, int percent, Metrics* metrics)
    : clock_(clock), percent_(percent), metrics_(metrics) {}

std::shared_ptr<Gate::Place> Gate::PlaceOf(const std::string& base_url) {
  MutexLock lock(mutex_);
  if (places_.size() >= kMostPlaces && !places_.contains(base_url)) {
    // Of those that nobody is in now, each may be forgotten: at worst it is learned again.
    std::erase_if(places_, [](const auto& place) { return place.second.use_count() == 1; });
  }
  std::shared_ptr<Place>& place = places_[base_url];
  if (place == nullptr) place = std::make_shared<Place>();
  return place;
}

absl::StatusOr<Gate::Pass> Gate::Enter(const GatedCall& call) {
  const Pacing& pacing = call.endpoint.pacing;
  if (!pacing.limited) return Pass();
  const Patience& patience = ThisThreadsPatience();
  const Applicant applicant{
      .line = fmt::format("{}{}", LinesOf(call.endpoint.app), call.path),
      .quota = PartOf(PublishedQuota(call.endpoint.tier, call.path), percent_),
      .account =
          call.advertiser.empty() ? "" : fmt::format("{} about {}", call.path, call.advertiser),
      .tenant = call.endpoint.tenant,
      .priority = patience.priority};
  Pass pass{.place = PlaceOf(call.endpoint.base_url),
            .pacing = pacing,
            .path = std::string(call.path),
            .line = applicant.line};
  Place& place = *pass.place;

  MutexLock lock(place.mutex);
  Breaker& breaker = place.breakers[pass.path];
  // What breaks in a world that stands still is broken on purpose, and stays so or doesn't.
  if (pacing.runs()) {
    if (const auto rest = breaker.Refuses(clock_.Now()); rest.has_value()) {
      metrics_.TurnedAway(call.path, GateMetrics::Why::kResting);
      return Resting(*rest);
    }
    pass.tries = breaker.open();
  }
  Limiter& limiter = place.limiter;
  const auto give_up = [&](absl::Time now) SG_REQUIRES(place.mutex) {
    if (pass.tries) breaker.Abandoned();
    metrics_.TurnedAway(call.path, GateMetrics::Why::kNoRoom);
    return TooLong(limiter.Promise(applicant, now) - now, pacing);
  };
  const auto patient_for = [&](absl::Duration wait) {
    return InRealTime(wait, pacing) <= patience.remaining();
  };
  absl::Time now = pacing.At(clock_.Now());
  const absl::Time expected = limiter.Expect(applicant, now);
  if (expected > now && (!patient_for(expected - now) ||
                         limiter.HasTooManyWaiting(applicant.tenant, applicant.priority))) {
    return give_up(now);
  }
  pass.ticket = limiter.Join(applicant, now);
  std::optional<GateMetrics::Waiting> waiting;
  while (!place.Release(applicant.line, pass.ticket, now)) {
    if (!pacing.runs() || patience.gone() || patience.remaining() <= absl::ZeroDuration()) {
      limiter.Leave(pass.ticket);
      return give_up(now);
    }
    if (!waiting.has_value()) waiting.emplace(metrics_, call.path);
    const absl::Time next = limiter.NextRelease(applicant.line, now);
    const absl::Duration wait = std::min(InRealTime(next - now, pacing), patience.remaining());
    place.changed.WaitFor(place.mutex, std::clamp(wait, kShortest, kLookUp));
    now = pacing.At(clock_.Now());
  }
  return pass;
}

void Gate::Over(const Pass& pass, const absl::Status& answer) {
  if (pass.place == nullptr) return;
  Place& place = *pass.place;
  const Answer limits = ReadLimits(answer);
  const absl::Time real = clock_.Now();
  MutexLock lock(place.mutex);
  place.limiter.Over(pass.ticket, limits, pass.pacing.At(real));
  place.changed.NotifyAll();
  const Bucket* const bucket = place.limiter.Find(pass.line);
  metrics_.Over(pass.path, limits.outcome, bucket == nullptr ? Quota() : bucket->quota());
  if (!pass.pacing.runs()) return;
  Breaker& breaker = place.breakers[pass.path];
  if (limits.outcome == Outcome::kLost) {
    breaker.Failed(real);
  } else {
    breaker.Succeeded();
  }
  metrics_.Resting(pass.path, breaker.open());
}

std::vector<LoweredLimit> Gate::Lowered(const Endpoint& endpoint) {
  if (!endpoint.pacing.limited) return {};
  const std::shared_ptr<Place> place = PlaceOf(endpoint.base_url);
  MutexLock lock(place->mutex);
  return place->limiter.Lowered(LinesOf(endpoint.app));
}

bool Gate::Rest(const Endpoint& endpoint, int attempts) {
  // In a world that stands still nothing is otherwise a moment later.
  if (!endpoint.pacing.limited || !endpoint.pacing.runs()) return false;
  const Patience& patience = ThisThreadsPatience();
  const absl::Duration rest = RestBeforeAttempt(attempts, RandomPart());
  if (patience.remaining() <= rest) return false;
  const int64_t end = MonotonicNanos() + absl::ToInt64Nanoseconds(rest);
  Mutex mutex;
  CondVar nobody;
  MutexLock lock(mutex);
  for (int64_t left = end - MonotonicNanos(); left > 0; left = end - MonotonicNanos()) {
    if (patience.gone()) return false;
    nobody.WaitFor(mutex, std::min(absl::Nanoseconds(left), kLookUp));
  }
  return true;
}

}  // namespace sparkgate::tiktok
