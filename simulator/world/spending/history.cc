#include "simulator/world/spending/history.h"

#include <optional>

#include "simulator/world/budgets.h"
#include "simulator/world/delivery.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

BudgetKind KindOf(std::string_view mode) {
  if (mode == kInfiniteBudget) return BudgetKind::kNone;
  return mode == kTotalBudget ? BudgetKind::kLifetime : BudgetKind::kDaily;
}

// Until when the ad runs by itself; nullopt: something else must happen first.
std::optional<absl::Time> RunsUntil(const WorldState& state, const Ad& ad) {
  if (StandingObstacle(state, ad) != Obstacle::kNone) return std::nullopt;
  return Find(state.codes, FindSparkPost(state, ad.advertiser_id, ad.post_id)->code)->end_time;
}

// The last ones of an instant are the ones that count.
template <class Terms>
void Append(const WorldState& state, std::vector<Terms>& all, Terms terms) {
  terms.from = state.now;
  if (!all.empty() && all.back().from == state.now) all.pop_back();
  all.push_back(std::move(terms));
}

template <class Terms>
bool Differs(const std::vector<Terms>& all, Terms terms) {
  terms.from = all.back().from;
  return !(terms == all.back());
}

GroupTerms TermsOf(const AdGroup& group) {
  GroupTerms terms;
  terms.budget = KindOf(group.budget_mode);
  terms.budget_micros = group.budget_micros;
  terms.schedule_start = group.schedule_start_time;
  terms.schedule_end = group.schedule_end_time.value_or(absl::InfiniteFuture());
  terms.dayparting = group.dayparting;
  terms.goal = group.optimization_goal;
  return terms;
}

CampaignTerms TermsOf(const Campaign& campaign) {
  CampaignTerms terms;
  terms.budget = KindOf(campaign.budget_mode);
  terms.budget_micros = campaign.budget_micros;
  terms.shares_out = campaign.budget_optimize_on;
  return terms;
}

AccountTerms TermsOf(const WorldState& state, const AdvertiserAccount& account) {
  AccountTerms terms;
  terms.cash_micros = account.balance_micros;
  terms.credit_micros = account.credit_micros;
  terms.has_payment_method = account.has_payment_method;
  terms.pace_percent = state.switches.Number(kDeliveryPace);
  return terms;
}

// The ad's history and those above it, begun if this is the first time.
AdRuns& BeginRuns(WorldState& state, SpendHistory& history, const Ad& ad) {
  if (history.terms.empty()) {
    Append(state, history.terms, TermsOf(state, *Find(state.advertisers, ad.advertiser_id)));
  }
  std::vector<CampaignTerms>& campaign = history.campaigns[ad.campaign_id];
  if (campaign.empty()) Append(state, campaign, TermsOf(*Find(state.campaigns, ad.campaign_id)));
  GroupHistory& group = history.groups[ad.ad_group_id];
  if (group.terms.empty()) {
    group.campaign_id = ad.campaign_id;
    Append(state, group.terms, TermsOf(*Find(state.ad_groups, ad.ad_group_id)));
  }
  AdRuns& runs = group.ads[ad.id];
  if (runs.post_id.empty()) runs.post_id = ad.post_id;
  return runs;
}

AdRuns* FindRuns(SpendHistory* history, const Ad& ad) {
  if (history == nullptr) return nullptr;
  const auto group = history->groups.find(ad.ad_group_id);
  if (group == history->groups.end()) return nullptr;
  const auto runs = group->second.ads.find(ad.id);
  return runs == group->second.ads.end() ? nullptr : &runs->second;
}

void StartRun(const WorldState& state, std::vector<Run>& runs, absl::Time until) {
  if (!runs.empty() && runs.back().to >= state.now) {
    runs.back().to = until;
  } else {
    runs.push_back({state.now, until});
  }
}

void StopRun(const WorldState& state, std::vector<Run>& runs) {
  if (runs.empty() || runs.back().to <= state.now) return;
  runs.back().to = state.now;
  if (runs.back().from == state.now) runs.pop_back();
}

}  // namespace

void NoteAd(WorldState& state, const Ad& ad) {
  const std::optional<absl::Time> until = RunsUntil(state, ad);
  SpendHistory* history = Find(state.spend_histories, ad.advertiser_id);
  AdRuns* runs = FindRuns(history, ad);
  if (!until) {
    if (runs == nullptr || runs->runs.empty() || runs->runs.back().to <= state.now) return;
    StopRun(state, runs->runs);
  } else {
    if (runs != nullptr && !runs->runs.empty() && runs->runs.back().to == *until) return;
    if (history == nullptr) history = &state.spend_histories[ad.advertiser_id];
    StartRun(state, BeginRuns(state, *history, ad).runs, *until);
  }
  history->computed.NoteChange(state.now, ad.ad_group_id);
}

void NoteAdsOf(WorldState& state, const AdGroup& group) {
  for (const std::string& id : group.ad_ids) NoteAd(state, *Find(state.ads, id));
}

void NoteAdsOf(WorldState& state, const Campaign& campaign) {
  for (const std::string& id : campaign.ad_group_ids) NoteAdsOf(state, *Find(state.ad_groups, id));
}

void NoteAdsOf(WorldState& state, const AdvertiserAccount& account) {
  for (const std::string& id : account.campaign_ids) NoteAdsOf(state, *Find(state.campaigns, id));
}

void NoteAdsOf(WorldState& state, const Post& post) {
  for (const std::string& id : post.ad_ids) NoteAd(state, *Find(state.ads, id));
}

void NoteAdsOf(WorldState& state, const CreatorAccount& creator) {
  for (const std::string& id : creator.post_ids) NoteAdsOf(state, *Find(state.posts, id));
}

void NoteTerms(WorldState& state, const AdGroup& group) {
  SpendHistory* history = Find(state.spend_histories, group.advertiser_id);
  if (history == nullptr) return;
  const auto found = history->groups.find(group.id);
  if (found == history->groups.end() || !Differs(found->second.terms, TermsOf(group))) return;
  Append(state, found->second.terms, TermsOf(group));
  history->computed.NoteChange(state.now, group.id);
}

void NoteTerms(WorldState& state, const Campaign& campaign) {
  SpendHistory* history = Find(state.spend_histories, campaign.advertiser_id);
  if (history == nullptr) return;
  const auto found = history->campaigns.find(campaign.id);
  if (found == history->campaigns.end() || !Differs(found->second, TermsOf(campaign))) return;
  Append(state, found->second, TermsOf(campaign));
  history->computed.NoteChange(state.now);
}

void SettleFunds(const WorldState& state, AdvertiserAccount& account) {
  const SpendFunds left = FundsLeft(state, account);
  account.balance_micros = left.cash;
  account.credit_micros = left.credit;
}

void NoteTerms(WorldState& state, const AdvertiserAccount& account) {
  SpendHistory* history = Find(state.spend_histories, account.id);
  if (history == nullptr || history->terms.empty()) return;
  const AccountTerms terms = TermsOf(state, account);
  const AccountTerms& held = history->terms.back();
  const SpendFunds left = FundsLeft(state, account);  // as the history has it
  if (terms.cash_micros == left.cash && terms.credit_micros == left.credit &&
      terms.has_payment_method == held.has_payment_method &&
      terms.pace_percent == held.pace_percent) {
    return;
  }
  Append(state, history->terms, terms);
  history->computed.NoteChange(state.now);
}

void NoteSwitches(WorldState& state) {
  for (auto& [id, account] : state.advertisers) {
    SettleFunds(state, account);
    NoteTerms(state, account);
    NoteAdsOf(state, account);
  }
}

void BeginHistories(WorldState& state) {
  for (const auto& [id, account] : state.advertisers) NoteAdsOf(state, account);
}

}  // namespace sparkgate::simulator
