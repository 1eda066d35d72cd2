#include "server/usecases/ads/ads_sync.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/error.h"
#include "server/usecases/ads/ad_reading.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/parents_reading.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr Page kEverything{.after = "", .limit = 1'000'000};

// How long to wait before looking again, by the age of the oldest open review.
absl::Duration NextLook(const std::vector<Ad>& ads, absl::Time now) {
  std::optional<absl::Time> oldest;
  for (const Ad& ad : ads) {
    if (ad.review.state != ReviewState::kInReview && !ad.review.rereview) continue;
    const absl::Time since = ad.review.submit_time.value_or(now);
    oldest = oldest.has_value() ? std::min(*oldest, since) : since;
  }
  if (!oldest.has_value()) return absl::Hours(24);
  return std::clamp((now - *oldest) / 8, absl::Minutes(5), absl::Hours(1));
}

class AdsSyncHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kAdsSyncWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    std::vector<WorkOutcome> outcomes;
    for (const WorkItem& item : items) {
      const auto next = SyncAds(env, workspace, item.subject, now);
      if (next.ok()) {
        outcomes.push_back(next->has_value() ? AgainAt(**next) : WorkDone());
      } else {
        const bool hopeless = ReasonOf(next.status()) == "RECONNECT_NEEDED";
        outcomes.push_back(hopeless ? AgainAt(now + absl::Hours(24)) : FailedWork(next.status()));
      }
    }
    return outcomes;
  }
};

}  // namespace

absl::StatusOr<std::optional<absl::Time>> SyncAds(Env& env, const Workspace& workspace,
                                                  const std::string& ad_account, absl::Time now) {
  Parents parents;
  std::vector<Ad> ads;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(parents, LoadParents(tx, workspace.id, ad_account));
    SG_ASSIGN_OR_RETURN(
        ads, tx.ads().List(workspace.id, {.ad_account = ad_account, .stage = Stage::kLive},
                           kEverything));
    return absl::OkStatus();
  }));
  if (ads.empty() && parents.campaigns.empty()) return std::nullopt;
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad_account));
  const auto parent_looks = LookAtParents(env, as.call, ad_account, parents);
  if (!parent_looks.ok()) {
    return NoteAdAccountError(env, workspace, ad_account, as.call, parent_looks.status());
  }
  const auto looks = LookAtAds(env, as.call, ad_account, ads);
  if (!looks.ok()) return NoteAdAccountError(env, workspace, ad_account, as.call, looks.status());
  std::vector<Ad> after;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    after.clear();
    SG_RETURN_IF_ERROR(TakeLooks(tx, parents, *parent_looks, now));
    for (const Ad& seen : ads) {
      const auto look = looks->find(seen.tiktok_id);
      if (look == looks->end()) continue;
      SG_ASSIGN_OR_RETURN(Ad taken, TakeLook(tx, seen, look->second, now));
      after.push_back(std::move(taken));
    }
    return absl::OkStatus();
  }));
  return now + NextLook(after, now);
}

absl::StatusOr<Review> ReadReview(Env& env, const std::string& workspace_id,
                                  const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  Ad ad;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(ad, Load<Ad>(tx, workspace_id, id));
    return absl::OkStatus();
  }));
  if (ad.stage != Stage::kLive) return ad.review;
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad.ad_account));
  const auto looks = LookAtAds(env, as.call, ad.ad_account, {ad});
  if (!looks.ok())
    return NoteAdAccountError(env, workspace, ad.ad_account, as.call, looks.status());
  const auto look = looks->find(ad.tiktok_id);
  if (look == looks->end()) return ad.review;
  Review review;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const Ad taken, TakeLook(tx, ad, look->second, now));
    review = taken.review;
    return absl::OkStatus();
  }));
  return review;
}

std::unique_ptr<WorkHandler> NewAdsSyncHandler() { return std::make_unique<AdsSyncHandler>(); }

}  // namespace sparkgate::server
