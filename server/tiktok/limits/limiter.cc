#include "server/tiktok/limits/limiter.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace sparkgate::tiktok {
namespace {

// The background gets every tenth turn at least, however many wait for their answers.
constexpr int kInteractiveInARow = 9;
constexpr int64_t kMostWaitingOfATenant = 8;
constexpr absl::Duration kForgetEvery = absl::Hours(1);
// Further ahead than a promise can be unless the clock was set back.
constexpr absl::Duration kLongestPromise = absl::Hours(24);

// Who is alike for the limiter, and there are few kinds: the first in line stands for all.
using Kinds = std::vector<std::tuple<Priority, std::string_view, std::string_view>>;

bool IsNew(const Applicant& applicant, Kinds& seen) {
  const Kinds::value_type kind = {applicant.priority, applicant.tenant, applicant.account};
  if (std::ranges::find(seen, kind) != seen.end()) return false;
  seen.push_back(kind);
  return true;
}

}  // namespace

Limiter::Waiter Limiter::MakeWaiter(Applicant applicant) {
  Waiter waiter{.line = &lines_[applicant.line], .bucket = &buckets_[applicant.line]};
  waiter.bucket->Publish(applicant.quota);
  if (!applicant.account.empty()) waiter.account = &buckets_[applicant.account];
  waiter.applicant = std::move(applicant);
  return waiter;
}

Ticket Limiter::Join(Applicant applicant, absl::Time now) {
  Forget(now);
  waiting_.emplace(++last_ticket_, MakeWaiter(std::move(applicant)));
  return last_ticket_;
}

void Limiter::Leave(Ticket ticket) { waiting_.erase(ticket); }

const Bucket* Limiter::Find(std::string_view line_or_account) const {
  const auto bucket = buckets_.find(line_or_account);
  return bucket == buckets_.end() ? nullptr : &bucket->second;
}

std::vector<LoweredLimit> Limiter::Lowered(std::string_view beginning) const {
  std::vector<LoweredLimit> lowered;
  for (auto at = buckets_.lower_bound(beginning);
       at != buckets_.end() && at->first.starts_with(beginning); ++at) {
    const Bucket& bucket = at->second;
    const int64_t published = bucket.published().per_second;
    if (const int64_t now = bucket.quota().per_second; now < published) {
      lowered.push_back(
          {.path = at->first.substr(beginning.size()), .published = published, .per_second = now});
    }
  }
  return lowered;
}

absl::Time Limiter::NextOf(const Waiter& waiter, absl::Time now) {
  const absl::Time next = waiter.bucket->Next(waiter.applicant.priority, now);
  if (waiter.account == nullptr) return next;
  return std::max(next, waiter.account->Next(waiter.applicant.priority, now));
}

Limiter::Waiting::iterator Limiter::Choose(const Line& line, absl::Time now) {
  const Priority first = line.interactive_in_a_row < kInteractiveInARow ? Priority::kInteractive
                                                                        : Priority::kBackground;
  Kinds seen;
  auto best = waiting_.end();
  std::tuple<bool, double, double, Ticket> best_rank;
  for (auto one = waiting_.begin(); one != waiting_.end(); ++one) {
    const Waiter& waiter = one->second;
    const Applicant& applicant = waiter.applicant;
    if (waiter.line != &line) continue;
    if (!IsNew(applicant, seen)) continue;
    if (NextOf(waiter, now) > now) continue;
    const std::tuple<bool, double, double, Ticket> rank = {
        applicant.priority != first, line.usage.Of(applicant.tenant, now),
        line.usage.Of(applicant.account, now), one->first};
    if (best != waiting_.end() && best_rank <= rank) continue;
    best = one;
    best_rank = rank;
  }
  return best;
}

bool Limiter::BackgroundWaits(const Line& line) const {
  return std::ranges::any_of(waiting_, [&](const auto& row) {
    return row.second.line == &line && row.second.applicant.priority == Priority::kBackground;
  });
}

std::vector<Ticket> Limiter::Release(std::string_view line_key, absl::Time now) {
  std::vector<Ticket> released;
  const auto found = lines_.find(line_key);
  if (found == lines_.end()) return released;
  Line& line = found->second;
  for (auto chosen = Choose(line, now); chosen != waiting_.end(); chosen = Choose(line, now)) {
    const Ticket ticket = chosen->first;
    Flight flight{.of = std::move(chosen->second), .sent = now, .account_sent = now};
    waiting_.erase(chosen);
    flight.sent = flight.of.bucket->Take(now);
    if (flight.of.account != nullptr) flight.account_sent = flight.of.account->Take(now);
    line.usage.Add(flight.of.applicant.tenant, now);
    if (flight.of.account != nullptr) line.usage.Add(flight.of.applicant.account, now);
    const bool passed_over =
        flight.of.applicant.priority == Priority::kInteractive && BackgroundWaits(line);
    line.interactive_in_a_row = passed_over ? line.interactive_in_a_row + 1 : 0;
    flights_.emplace(ticket, std::move(flight));
    released.push_back(ticket);
  }
  return released;
}

absl::Time Limiter::NextRelease(std::string_view line, absl::Time now) const {
  Kinds seen;
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [ticket, waiter] : waiting_) {
    const Applicant& applicant = waiter.applicant;
    if (applicant.line != line) continue;
    if (!IsNew(applicant, seen)) continue;
    next = std::min(next, NextOf(waiter, now));
  }
  return next;
}

void Limiter::Over(Ticket ticket, const Answer& answer, absl::Time now) {
  const auto found = flights_.find(ticket);
  if (found == flights_.end()) return;
  const Flight flight = std::move(found->second);
  flights_.erase(found);
  Bucket& app = *flight.of.bucket;
  Bucket nobodys;
  Bucket& account = flight.of.account == nullptr ? nobodys : *flight.of.account;
  switch (answer.outcome) {
    case Outcome::kAccepted:
      app.Accepted(flight.sent, now);
      account.Accepted(flight.account_sent, now);
      break;
    case Outcome::kAppLimited:
      app.Refused(flight.sent, answer.stated, now);
      account.Lost(flight.account_sent);
      break;
    case Outcome::kAccountLimited:  // so the app's limits let it pass
      app.Accepted(flight.sent, now);
      account.Refused(flight.account_sent, answer.stated, now);
      break;
    case Outcome::kLost:
      app.Lost(flight.sent);
      account.Lost(flight.account_sent);
      break;
  }
}

absl::Time Limiter::Expect(const Applicant& applicant, absl::Time now) {
  const Waiter self = MakeWaiter(applicant);
  // Of the others, each tenant goes before at most as often as this one has calls of its own, and
  // once more.
  int64_t own = 0;
  std::map<std::string_view, int64_t> others;
  for (const auto& [ticket, one] : waiting_) {
    const bool after = applicant.priority == Priority::kInteractive &&
                       one.applicant.priority == Priority::kBackground;
    if (one.line != self.line || after) continue;
    ++(one.applicant.tenant == applicant.tenant ? own : others[one.applicant.tenant]);
  }
  int64_t before = own;
  for (const auto& [tenant, count] : others) before += std::min(count, own + 1);
  return NextOf(self, now) + before * self.bucket->Rest();
}

absl::Time Limiter::Promise(const Applicant& applicant, absl::Time now) {
  const absl::Time expected = Expect(applicant, now);
  absl::Time& promised = lines_[applicant.line].promised;
  if (promised > now + kLongestPromise) promised = now;
  promised = std::max(expected, promised + buckets_[applicant.line].Rest());
  return promised;
}

bool Limiter::HasTooManyWaiting(std::string_view tenant, Priority priority) const {
  return std::ranges::count_if(waiting_, [&](const auto& row) {
           return row.second.applicant.tenant == tenant &&
                  row.second.applicant.priority == priority;
         }) >= kMostWaitingOfATenant;
}

void Limiter::Forget(absl::Time now) {
  if (forgot_ <= now && now < forgot_ + kForgetEvery) return;
  forgot_ = now;
  std::set<std::string_view> needed;
  const auto need = [&](const Applicant& applicant) {
    needed.insert(applicant.line);
    needed.insert(applicant.account);
  };
  for (const auto& [ticket, waiter] : waiting_) need(waiter.applicant);
  for (const auto& [ticket, flight] : flights_) need(flight.of.applicant);
  std::erase_if(buckets_, [&](const auto& row) {
    return row.second.Forgettable(now) && !needed.contains(row.first);
  });
  std::erase_if(lines_, [&](const auto& row) { return !buckets_.contains(row.first); });
}

}  // namespace sparkgate::tiktok
