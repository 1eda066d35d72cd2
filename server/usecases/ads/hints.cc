#include "server/usecases/ads/hints.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "server/tiktok/webhook.h"
#include "server/usecases/ads/account_look.h"
#include "server/usecases/ads/ad_reading.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/connect/ask_ad_accounts.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {
namespace {

// Makes reading those that are ours due; returns how many.
absl::StatusOr<int> WakeHinted(Env& env, const Workspace& workspace,
                               const std::vector<std::string>& tiktok_ids, absl::Time now) {
  int ours = 0;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    ours = 0;
    for (const std::string& id : tiktok_ids) {
      SG_ASSIGN_OR_RETURN(const auto group, tx.ad_groups().FindByTikTokId(workspace.id, id));
      if (!group.has_value() || group->stage != Stage::kLive) continue;
      SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kReviewHintWork, group->id, now));
      ++ours;
    }
    return absl::OkStatus();
  }));
  return ours;
}

class HintHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kReviewHintWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    // By ad account, which is what TikTok is asked about.
    std::vector<std::string> accounts;
    std::vector<std::vector<AdMirror>> ads;
    std::vector<std::optional<size_t>> account_of(items.size());
    const absl::Status known = env.store.Read([&](const Transaction& tx) -> absl::Status {
      accounts.clear();
      ads.clear();
      std::map<std::string, size_t> places;
      for (size_t i = 0; i < items.size(); ++i) {
        SG_ASSIGN_OR_RETURN(const auto group, tx.ad_groups().Get(workspace.id, items[i].subject));
        if (!group.has_value() || group->stage != Stage::kLive) continue;
        const auto [place, is_new] = places.try_emplace(group->ad_account, accounts.size());
        if (is_new) {
          accounts.push_back(group->ad_account);
          ads.emplace_back();
        }
        account_of[i] = place->second;
        SG_ASSIGN_OR_RETURN(
            const auto rows,
            tx.ads().List(workspace.id, {.ad_group = group->id, .stage = Stage::kLive}, kAllRows));
        for (const Ad& ad : rows) ads[place->second].push_back(MirrorOf(ad));
      }
      return absl::OkStatus();
    });
    if (!known.ok()) return std::vector<WorkOutcome>(items.size(), FailedWork(known));
    const auto looks = AskAdAccounts<AccountLook>(
        env, workspace, accounts,
        [&](const AdAccountCall& as, size_t i) -> absl::StatusOr<AccountLook> {
          AccountLook look;
          look.ads = ads[i];
          SG_ASSIGN_OR_RETURN(look.ad_news,
                              LookAtAds(env, as.call, as.account.id, look.ads, ReviewsOf::kAll));
          return look;
        });
    return TakeTogether(
        env, workspace, items, now,
        [&](Transaction& tx) -> absl::StatusOr<std::vector<WorkOutcome>> {
          for (size_t i = 0; i < looks.size(); ++i) {
            if (!looks[i].ok()) continue;
            SG_RETURN_IF_ERROR(TakeReviews(tx, workspace.id, accounts[i], *looks[i], now));
          }
          std::vector<WorkOutcome> outcomes;
          for (const std::optional<size_t>& account : account_of) {
            const bool hopeless = !account.has_value() || looks[*account].ok() ||
                                  ReasonOf(looks[*account].status()) == "RECONNECT_NEEDED";
            outcomes.push_back(hopeless ? WorkDone() : FailedWork(looks[*account].status()));
          }
          return outcomes;
        });
  }
};

}  // namespace

absl::StatusOr<Hint> TakeWebhook(Env& env, const std::string& id, std::string_view body,
                                 std::string_view signature) {
  const absl::StatusOr<Workspace> workspace = LoadWritableWorkspace(env, id);
  if (absl::IsNotFound(workspace.status()) || absl::IsFailedPrecondition(workspace.status())) {
    return Hint::kRefused;
  }
  SG_RETURN_IF_ERROR(workspace.status());
  SG_ASSIGN_OR_RETURN(const auto app, CredentialsOf(env, *workspace));
  if (!tiktok::IsSignedWebhook(app.secret, body, signature)) return Hint::kRefused;
  const auto groups = tiktok::AdGroupsOfWebhook(body);
  if (!groups.ok() || groups->empty()) return Hint::kIgnored;
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(*workspace));
  SG_ASSIGN_OR_RETURN(const int ours, WakeHinted(env, *workspace, *groups, now));
  if (ours == 0) return Hint::kIgnored;
  env.work.Poke(id);
  return Hint::kTaken;
}

std::unique_ptr<WorkHandler> NewHintHandler() { return std::make_unique<HintHandler>(); }

}  // namespace sparkgate::server
