#include "server/usecases/ads/appeals.h"

#include <memory>
#include <optional>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "server/domain/text.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/events.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

constexpr int kLongestAppeal = 512;  // characters: what Smart+ takes (facts 7.12)
constexpr char kAppealing[] = "APPEALING";
constexpr char kNotAppealed[] = "NOT_APPEALED";

struct AppealArguments {
  std::string ad_group;
  std::string ad;                // "" = all of the group
  std::vector<std::string> ads;  // whose rejections it is about
  std::string reason;
  std::string status_before;  // the group's appeal_status
};

std::string ToJson(const AppealArguments& arguments) {
  return json::serialize(
      json::object{{"ad_group", arguments.ad_group},
                   {"ad", arguments.ad},
                   {"ads", json::array(arguments.ads.begin(), arguments.ads.end())},
                   {"reason", arguments.reason},
                   {"status_before", arguments.status_before}});
}

absl::StatusOr<AppealArguments> ReadAppeal(const Operation& operation) {
  SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
  AppealArguments out{.ad_group = JsonString(in, "ad_group").value_or(""),
                      .ad = JsonString(in, "ad").value_or(""),
                      .reason = JsonString(in, "reason").value_or(""),
                      .status_before = JsonString(in, "status_before").value_or("")};
  if (const json::array* ads = JsonArray(in, "ads"); ads != nullptr) {
    for (const json::value& ad : *ads) {
      if (ad.is_string()) out.ads.emplace_back(ad.get_string());
    }
  }
  return out;
}

bool IsRejected(const Ad& ad) {
  return ad.stage == Stage::kLive && ad.review.state == ReviewState::kRejected;
}

// `group_appeal`: the ad group's appeal_status. One that knows of no appeal has an ad that was
// changed and rejected anew since it was looked at last.
bool CanBeAppealed(const Ad& ad, std::string_view group_appeal) {
  return ad.review.appeal == AppealState::kNone ||
         (ad.review.appeal == AppealState::kFailed && group_appeal == kNotAppealed);
}

std::string NameOf(const std::string& workspace, const WantedAppeal& wanted) {
  return wanted.ad.empty() ? AdGroupName(workspace, wanted.ad_group) : AdName(workspace, wanted.ad);
}

absl::Status NotRejected(const std::string& name) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("Nothing of {} is rejected, as far as TikTok was asked.", name),
               {.reason = "NOT_REJECTED", .who = Actor::kCaller, .resource_name = name});
}
absl::Status AlreadyAppealed(const std::string& name) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("Each rejection can be appealed once, and that of {} was.", name),
               {.reason = "ALREADY_APPEALED", .who = Actor::kAdvertiser, .resource_name = name});
}

// The rejected ads of the group, or the one.
absl::StatusOr<std::vector<Ad>> RejectedAds(const Transaction& tx, const std::string& workspace,
                                            const WantedAppeal& wanted) {
  SG_ASSIGN_OR_RETURN(const AdGroup group, Load<AdGroup>(tx, workspace, wanted.ad_group));
  std::vector<Ad> ads;
  if (wanted.ad.empty()) {
    SG_ASSIGN_OR_RETURN(ads, tx.ads().List(workspace, {.ad_group = group.id}, kAllRows));
  } else {
    SG_ASSIGN_OR_RETURN(Ad one, Load<Ad>(tx, workspace, wanted.ad));
    if (one.ad_group != group.id) return InvalidField("ad", "is in another ad group");
    ads.push_back(std::move(one));
  }
  std::erase_if(ads, [](const Ad& ad) { return !IsRejected(ad); });
  if (ads.empty()) return NotRejected(NameOf(workspace, wanted));
  return ads;
}

// Those of them that an appeal is about.
absl::StatusOr<std::vector<Ad>> AdsToAppeal(const Transaction& tx, const std::string& workspace,
                                            const WantedAppeal& wanted,
                                            std::string_view group_appeal) {
  SG_ASSIGN_OR_RETURN(std::vector<Ad> ads, RejectedAds(tx, workspace, wanted));
  std::erase_if(ads, [&](const Ad& ad) { return !CanBeAppealed(ad, group_appeal); });
  if (ads.empty()) return AlreadyAppealed(NameOf(workspace, wanted));
  return ads;
}

// A call about an ad group.
struct GroupCall {
  Workspace workspace;
  AdGroup group;
  tiktok::Call call;
};

absl::StatusOr<GroupCall> CallAboutGroup(Env& env, const std::string& workspace,
                                         const std::string& id) {
  GroupCall about;
  SG_ASSIGN_OR_RETURN(about.workspace, LoadWritableWorkspace(env, workspace));
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(about.group, Load<AdGroup>(tx, workspace, id));
    return absl::OkStatus();
  }));
  SG_ASSIGN_OR_RETURN(auto as, CallAsAdAccount(env, about.workspace, about.group.ad_account));
  about.call = std::move(as.call);
  return about;
}

absl::StatusOr<std::string> ReadAppealStatus(Env& env, const GroupCall& about) {
  const auto reviews = env.tiktok.review().GetAdGroupReviews(about.call, about.group.ad_account,
                                                             {about.group.tiktok_id});
  if (!reviews.ok()) {
    return NoteAdAccountError(env, about.workspace, about.group.ad_account, about.call,
                              reviews.status());
  }
  const auto group = reviews->find(about.group.tiktok_id);
  return group == reviews->end() ? "" : group->second.appeal_status;
}

class AppealMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kAppealReview; }
  // A second one may be refused, or be another appeal: a person decides.
  Resend resend() const override { return Resend::kNever; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const AppealArguments arguments, ReadAppeal(operation));
    SG_ASSIGN_OR_RETURN(const GroupCall about,
                        CallAboutGroup(env, operation.workspace, arguments.ad_group));
    tiktok::NewAppeal appeal{.advertiser_id = about.group.ad_account,
                             .adgroup_id = about.group.tiktok_id,
                             .reason = arguments.reason};
    if (!arguments.ad.empty()) {
      SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
        SG_ASSIGN_OR_RETURN(const Ad ad, Load<Ad>(tx, operation.workspace, arguments.ad));
        appeal.ad_id = ad.tiktok_id;
        return absl::OkStatus();
      }));
    }
    const absl::Status sent = env.tiktok.review().Appeal(about.call, appeal);
    if (sent.ok()) return json::object();
    return NoteAdAccountError(env, about.workspace, about.group.ad_account, about.call, sent);
  }

  // The group's word is the only one there is: of a group that was under appeal before, it proves
  // nothing.
  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const AppealArguments arguments, ReadAppeal(operation));
    if (arguments.status_before == kAppealing) {
      return CannotTell("another appeal of this ad group was open before it");
    }
    SG_ASSIGN_OR_RETURN(const GroupCall about,
                        CallAboutGroup(env, operation.workspace, arguments.ad_group));
    SG_ASSIGN_OR_RETURN(const std::string status, ReadAppealStatus(env, about));
    const bool changed = status != arguments.status_before;
    if (!changed || status.empty() || status == kNotAppealed) return std::nullopt;
    return json::object();
  }

  // Then a person's word must do.
  absl::StatusOr<std::optional<json::object>> Find(Env& env, const Operation& operation,
                                                   const std::string&) override {
    SG_ASSIGN_OR_RETURN(const AppealArguments arguments, ReadAppeal(operation));
    if (arguments.status_before == kAppealing) return json::object();
    return Probe(env, operation);
  }

  absl::Status Apply(Env&, Transaction& tx, Operation& operation, const json::object&,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const AppealArguments arguments, ReadAppeal(operation));
    operation.result = AdGroupName(operation.workspace, arguments.ad_group);
    for (const std::string& id : arguments.ads) {
      SG_ASSIGN_OR_RETURN(Ad ad, Load<Ad>(tx, operation.workspace, id));
      if (!IsRejected(ad) || ad.review.appeal == AppealState::kOpen) continue;  // by now
      ad.review.appeal = AppealState::kOpen;
      ad.review.appeal_time = now;
      SG_RETURN_IF_ERROR(tx.ads().Put(ad));
      SG_RETURN_IF_ERROR(AppendEvent(tx, ad.workspace, "ad.appealed", NameOf(ad), now, {},
                                     OperationName(operation.workspace, operation.id)));
      SG_RETURN_IF_ERROR(WatchNewAd(tx, ad.workspace, ad.ad_account, now));
    }
    return absl::OkStatus();
  }
};

}  // namespace

absl::StatusOr<std::vector<std::string>> AppealReview(Env& env, const Call& call,
                                                      const WantedAppeal& wanted) {
  SG_RETURN_IF_ERROR(CheckText(wanted.reason, kLongestAppeal, "reason"));
  AppealArguments arguments{.ad_group = wanted.ad_group, .ad = wanted.ad, .reason = wanted.reason};
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierId(env.store, call));
  if (!earlier.has_value()) {
    const absl::Status possible = [&]() -> absl::Status {
      SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
        return RejectedAds(tx, call.workspace, wanted).status();
      }));
      // What the group says now is also what a change is seen against.
      SG_ASSIGN_OR_RETURN(const GroupCall about,
                          CallAboutGroup(env, call.workspace, wanted.ad_group));
      SG_ASSIGN_OR_RETURN(arguments.status_before, ReadAppealStatus(env, about));
      return env.store.Read([&](const Transaction& tx) -> absl::Status {
        SG_ASSIGN_OR_RETURN(const auto ads,
                            AdsToAppeal(tx, call.workspace, wanted, arguments.status_before));
        arguments.ads.clear();
        for (const Ad& ad : ads) arguments.ads.push_back(ad.id);
        return absl::OkStatus();
      });
    }();
    if (!possible.ok()) {
      // What is in the way may be this very call, sent twice at once.
      SG_ASSIGN_OR_RETURN(const auto since, FindEarlierId(env.store, call));
      if (!since.has_value()) return possible;
    }
  }
  const std::string target = AdGroupName(call.workspace, wanted.ad_group);
  SG_ASSIGN_OR_RETURN(
      const Operation operation,
      env.operations->Run(
          call, {.kind = kAppealReview, .target = target, .arguments = ToJson(arguments)},
          [&](Transaction& tx) -> absl::Status {
            SG_ASSIGN_OR_RETURN(const auto open,
                                tx.operations().FindOpen(call.workspace, kAppealReview, target));
            if (open.has_value()) return OperationInProgress(*open);
            return AdsToAppeal(tx, call.workspace, wanted, arguments.status_before).status();
          }));
  env.work.Poke(call.workspace);
  SG_ASSIGN_OR_RETURN(AppealArguments recorded, ReadAppeal(operation));
  return std::move(recorded.ads);
}

void RegisterAppealMutation(Operations& operations) {
  operations.Register(std::make_unique<AppealMutation>());
}

}  // namespace sparkgate::server
