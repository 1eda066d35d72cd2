#include "server/usecases/ads/ad_edits.h"

#include <memory>
#include <optional>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/json.h"
#include "server/domain/ad_rules.h"
#include "server/domain/draft_check.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/create_mutations.h"
#include "server/usecases/ads/drafts.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/events.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

struct AdEdit {
  std::string id;
  std::string call_to_action;
  std::string landing_page_url;
};

std::string ToJson(const AdEdit& edit) {
  return json::serialize(json::object{{"id", edit.id},
                                      {"call_to_action", edit.call_to_action},
                                      {"landing_page_url", edit.landing_page_url}});
}

absl::StatusOr<AdEdit> ReadEdit(const Operation& operation) {
  SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
  return AdEdit{.id = JsonString(in, "id").value_or(""),
                .call_to_action = JsonString(in, "call_to_action").value_or(""),
                .landing_page_url = JsonString(in, "landing_page_url").value_or("")};
}

class UpdateAdMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kUpdateAd; }
  Resend resend() const override { return Resend::kAlways; }

  // TikTok resets what isn't sent (facts 7.6), so the whole ad is, under the name that it has
  // there.
  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(Prepared prepared, Prepare(env, operation));
    SG_ASSIGN_OR_RETURN(const tiktok::Ad there, ReadThere(env, prepared));
    prepared.ad.call_to_action = prepared.edit.call_to_action;
    prepared.ad.landing_page_url = prepared.edit.landing_page_url;
    const auto sent = env.tiktok.ads().Update(
        prepared.call, prepared.ad.tiktok_id,
        WantedAd(prepared.ad, there.name, prepared.group.tiktok_id, prepared.post, prepared.goal));
    if (sent.ok()) return json::object();
    return NoteAdAccountError(env, prepared.workspace, prepared.ad.ad_account, prepared.call, sent);
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    SG_ASSIGN_OR_RETURN(const tiktok::Ad there, ReadThere(env, prepared));
    if (there.call_to_action != prepared.edit.call_to_action ||
        there.landing_page_url != prepared.edit.landing_page_url) {
      return std::nullopt;
    }
    return json::object();
  }

  absl::Status Apply(Env&, Transaction& tx, Operation& operation, const json::object&,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const AdEdit edit, ReadEdit(operation));
    SG_ASSIGN_OR_RETURN(Ad ad, Load<Ad>(tx, operation.workspace, edit.id));
    operation.result = NameOf(ad);
    if (ad.stage != Stage::kLive) return absl::OkStatus();  // deleted meanwhile
    ad.call_to_action = edit.call_to_action;
    ad.landing_page_url = edit.landing_page_url;
    SG_RETURN_IF_ERROR(tx.ads().Put(ad));
    SG_RETURN_IF_ERROR(AppendEvent(tx, ad.workspace, "ad.changed", NameOf(ad), now, {},
                                   OperationName(ad.workspace, operation.id)));
    // Whether it is reviewed again, and what runs meanwhile, is TikTok's to say.
    return WakeWork(tx, ad.workspace, kReviewHintWork, ad.ad_group, now);
  }

 private:
  struct Prepared {
    Workspace workspace;
    AdEdit edit;
    Ad ad;
    AdGroup group;
    SparkPost post;
    const GoalRule* goal = nullptr;
    tiktok::Call call;
  };
  static absl::StatusOr<Prepared> Prepare(Env& env, const Operation& operation) {
    Prepared prepared;
    SG_ASSIGN_OR_RETURN(prepared.edit, ReadEdit(operation));
    SG_ASSIGN_OR_RETURN(prepared.workspace, LoadWritableWorkspace(env, operation.workspace));
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      const std::string& workspace = operation.workspace;
      SG_ASSIGN_OR_RETURN(prepared.ad, Load<Ad>(tx, workspace, prepared.edit.id));
      const Ad& ad = prepared.ad;
      SG_ASSIGN_OR_RETURN(prepared.group, Load<AdGroup>(tx, workspace, ad.ad_group));
      SG_ASSIGN_OR_RETURN(const Campaign campaign, Load<Campaign>(tx, workspace, ad.campaign));
      prepared.goal = FindGoal(campaign.objective, prepared.group.optimization_goal);
      SG_ASSIGN_OR_RETURN(const auto post,
                          tx.spark_posts().Get(workspace, ad.ad_account, ad.item_id));
      if (!post.has_value()) {
        return ResourceNotFound("sparkgate/SparkPost",
                                SparkPostName(workspace, ad.ad_account, ad.item_id));
      }
      prepared.post = *post;
      return absl::OkStatus();
    }));
    SG_ASSIGN_OR_RETURN(auto as, CallAsAdAccount(env, prepared.workspace, prepared.ad.ad_account));
    prepared.call = std::move(as.call);
    return prepared;
  }
  static absl::StatusOr<tiktok::Ad> ReadThere(Env& env, const Prepared& prepared) {
    auto page = env.tiktok.ads().Get(
        prepared.call, {.advertiser_id = prepared.ad.ad_account, .ids = {prepared.ad.tiktok_id}});
    if (!page.ok()) {
      return NoteAdAccountError(env, prepared.workspace, prepared.ad.ad_account, prepared.call,
                                page.status());
    }
    if (page->ads.empty()) return ResourceNotFound("sparkgate/Ad", NameOf(prepared.ad));
    return std::move(page->ads.front());
  }
};

// TikTok resets what isn't sent, and of an ad that people made there we don't know all.
absl::Status MadeOutside(const Ad& ad) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("{} was made on TikTok itself: change it there.", NameOf(ad)),
               {.reason = "MADE_OUTSIDE",
                .who = Actor::kAdvertiser,
                .resource_type = "sparkgate/Ad",
                .resource_name = NameOf(ad)});
}

// The ad as it was, with what may be changed on TikTok; NOT_A_DRAFT if more is wanted.
absl::StatusOr<AdEdit> EditOf(const Ad& ad, const Ad& wanted) {
  Ad allowed = ad;
  allowed.call_to_action = wanted.call_to_action;
  allowed.landing_page_url = wanted.landing_page_url;
  if (wanted == allowed && ad.stage == Stage::kLive) {
    return AdEdit{.id = ad.id,
                  .call_to_action = wanted.call_to_action,
                  .landing_page_url = wanted.landing_page_url};
  }
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("{} isn't a draft any more: only its call to action and landing page "
                           "can be changed, and only on TikTok.",
                           NameOf(ad)),
               {.reason = "NOT_A_DRAFT",
                .who = Actor::kAdvertiser,
                .resource_type = "sparkgate/Ad",
                .resource_name = NameOf(ad)});
}

// The newer wish takes the place of an older one whose answer was lost.
absl::Status MakeRoomForEdit(Env& env, Transaction& tx, const Workspace& workspace, const Ad& ad,
                             absl::Time now) {
  while (true) {
    SG_ASSIGN_OR_RETURN(const auto older,
                        tx.operations().FindOpen(workspace.id, kUpdateAd, NameOf(ad)));
    if (!older.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(env.operations->Supersede(tx, workspace, *older, now));
  }
}

}  // namespace

absl::StatusOr<Ad> EditAd(Env& env, const Call& call, const std::string& id,
                          const std::function<absl::Status(Ad&)>& change) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  Ad ad;
  std::optional<std::string> earlier;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(ad, Load<Ad>(tx, call.workspace, id));
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    return absl::OkStatus();
  }));
  const bool on_tiktok = earlier.has_value() ? *earlier != NameOf(ad) : !ad.tiktok_id.empty();
  if (!on_tiktok) return UpdateAd(env, call, id, change);
  AdEdit edit{.id = id};
  if (!earlier.has_value()) {
    Ad wanted = ad;
    SG_RETURN_IF_ERROR(change(wanted));
    SG_RETURN_IF_ERROR(CheckDraft(wanted));
    SG_ASSIGN_OR_RETURN(edit, EditOf(ad, wanted));
    if (wanted == ad) return ad;
    if (ad.adopted) return MadeOutside(ad);
  }
  SG_RETURN_IF_ERROR(
      env.operations
          ->Run(call, {.kind = kUpdateAd, .target = NameOf(ad), .arguments = ToJson(edit)},
                [&](Transaction& tx) { return MakeRoomForEdit(env, tx, workspace, ad, now); })
          .status());
  env.work.Poke(call.workspace);
  return GetAd(env, call.workspace, id);
}

void RegisterUpdateAdMutation(Operations& operations) {
  operations.Register(std::make_unique<UpdateAdMutation>());
}

}  // namespace sparkgate::server
