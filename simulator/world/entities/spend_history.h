// What bears on an ad account's spending, as it changed over time. What was spent up to any instant
// is a function of this (simulator/world/spending/ledger.h), so what is past is never rewritten.
// Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_SPEND_HISTORY_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_SPEND_HISTORY_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

// A time in which nothing kept an ad from running but money and its group's schedule.
struct Run {
  absl::Time from;
  absl::Time to;  // may be yet to come: the end of the authorization

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("from", self.from);
    visit("to", self.to);
  }
};

struct AdRuns {
  std::string post_id;    // whose engagement the ad has: the post it ran with first
  std::vector<Run> runs;  // in order, apart from each other

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("post_id", self.post_id);
    visit("runs", self.runs);
  }
};

enum class BudgetKind : uint8_t { kNone, kDaily, kLifetime };

// Each of the terms below holds from its instant until the next one's.
struct GroupTerms {
  absl::Time from;
  BudgetKind budget = BudgetKind::kNone;  // kNone: the campaign holds it
  int64_t budget_micros = 0;
  absl::Time schedule_start;
  absl::Time schedule_end;
  std::string dayparting;  // as in AdGroup
  std::string goal;        // what it optimizes for, and so what counts as a result

  friend bool operator==(const GroupTerms&, const GroupTerms&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("from", self.from);
    visit("budget", self.budget);
    visit("budget_micros", self.budget_micros);
    visit("schedule_start", self.schedule_start);
    visit("schedule_end", self.schedule_end);
    visit("dayparting", self.dayparting);
    visit("goal", self.goal);
  }
};

struct CampaignTerms {
  absl::Time from;
  BudgetKind budget = BudgetKind::kNone;
  int64_t budget_micros = 0;
  bool shares_out = false;  // its groups live on its budget, rather than under it

  friend bool operator==(const CampaignTerms&, const CampaignTerms&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("from", self.from);
    visit("budget", self.budget);
    visit("budget_micros", self.budget_micros);
    visit("shares_out", self.shares_out);
  }
};

struct AccountTerms {
  absl::Time from;
  int64_t cash_micros = 0;    // there are at that instant
  int64_t credit_micros = 0;  // likewise
  bool has_payment_method = false;
  int64_t pace_percent = 0;  // switch delivery_pace

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("from", self.from);
    visit("cash_micros", self.cash_micros);
    visit("credit_micros", self.credit_micros);
    visit("has_payment_method", self.has_payment_method);
    visit("pace_percent", self.pace_percent);
  }
};

// Of a group of which some ad has run.
struct GroupHistory {
  std::string campaign_id;
  std::vector<GroupTerms> terms;
  std::map<std::string, AdRuns, std::less<>> ads;  // by id

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("campaign_id", self.campaign_id);
    visit("terms", self.terms);
    visit("ads", self.ads);
  }
};

// What can be spent, in micros.
struct SpendFunds {
  int64_t cash = 0;
  int64_t credit = 0;

  void Pay(int64_t cents);  // credits first; what is left then is the payment method's
};

struct SpendMemo;

// What has been computed of the history, and what has changed in it since. Copies share what was
// computed until one of them has to change it.
class SpendMemoHolder {
 public:
  SpendMemoHolder() = default;
  SpendMemoHolder(const SpendMemoHolder& other);
  SpendMemoHolder& operator=(const SpendMemoHolder& other);
  ~SpendMemoHolder() = default;

  // The history has changed at `now`: for this group, unless it is the account's or a campaign's.
  void NoteChange(absl::Time now, std::string_view group_id = "");

  std::shared_ptr<SpendMemo> memo;
  std::optional<absl::Time> changed;          // the first change that isn't in it
  std::set<std::string, std::less<>> groups;  // for which ones
  std::optional<std::pair<int64_t, SpendFunds>>
      told;  // the last answer of FundsLeft, and its instant
  // Somebody else may read the memo. Atomic, since two worlds may copy rows that were lent to both.
  mutable std::atomic<bool> shared = false;
};

// Of an account of which some ad has run.
struct SpendHistory {
  std::vector<AccountTerms> terms;
  std::map<std::string, std::vector<CampaignTerms>, std::less<>> campaigns;  // by id
  std::map<std::string, GroupHistory, std::less<>> groups;                   // by id
  mutable SpendMemoHolder computed;                                          // isn't saved

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("terms", self.terms);
    visit("campaigns", self.campaigns);
    visit("groups", self.groups);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_SPEND_HISTORY_H_
