// What campaigns, ad groups and ads have in common for code that treats them alike: their table,
// name and words.
#ifndef SPARKGATE_SERVER_USECASES_ADS_KINDS_H_
#define SPARKGATE_SERVER_USECASES_ADS_KINDS_H_

#include <map>
#include <string>

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/ad.h"
#include "server/store/store.h"
#include "server/usecases/names.h"

namespace sparkgate::server {

template <class Object>
struct Kind;

template <>
struct Kind<Campaign> {
  static constexpr char kType[] = "sparkgate/Campaign";
  static constexpr char kField[] = "campaign";  // of requests; also the events' prefix
  static auto& Table(Transaction& tx) { return tx.campaigns(); }
  static const auto& Table(const Transaction& tx) { return tx.campaigns(); }
  static std::string Name(const std::string& workspace, const std::string& id) {
    return CampaignName(workspace, id);
  }
};
template <>
struct Kind<AdGroup> {
  static constexpr char kType[] = "sparkgate/AdGroup";
  static constexpr char kField[] = "ad_group";
  static auto& Table(Transaction& tx) { return tx.ad_groups(); }
  static const auto& Table(const Transaction& tx) { return tx.ad_groups(); }
  static std::string Name(const std::string& workspace, const std::string& id) {
    return AdGroupName(workspace, id);
  }
};
template <>
struct Kind<Ad> {
  static constexpr char kType[] = "sparkgate/Ad";
  static constexpr char kField[] = "ad";
  static auto& Table(Transaction& tx) { return tx.ads(); }
  static const auto& Table(const Transaction& tx) { return tx.ads(); }
  static std::string Name(const std::string& workspace, const std::string& id) {
    return AdName(workspace, id);
  }
};

template <class Object>
std::string NameOf(const Object& object) {
  return Kind<Object>::Name(object.workspace, object.id);
}

// In a dry run's calls, for TikTok's id of what is only planned.
template <class Object>
std::string PlannedId(const Object& object) {
  return fmt::format("(id of {} {})", Kind<Object>::kField, object.id);
}

// What an event tells of the post that an ad runs.
template <class Object>
std::map<std::string, std::string> PostAttributes(const Object&) {
  return {};
}
inline std::map<std::string, std::string> PostAttributes(const Ad& ad) {
  return {{"item_id", ad.item_id},
          {"spark_post", SparkPostName(ad.workspace, ad.ad_account, ad.item_id)}};
}

// NOT_FOUND if it isn't there; deleted ones are there.
template <class Object>
absl::StatusOr<Object> Load(const Transaction& tx, const std::string& workspace,
                            const std::string& id) {
  SG_ASSIGN_OR_RETURN(auto object, Kind<Object>::Table(tx).Get(workspace, id));
  if (!object.has_value()) {
    return ResourceNotFound(Kind<Object>::kType, Kind<Object>::Name(workspace, id));
  }
  return *std::move(object);
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_KINDS_H_
