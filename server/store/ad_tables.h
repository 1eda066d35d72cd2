// Tables of campaigns, ad groups and ads. Lists leave deleted ones out and go by id (oldest first).
#ifndef SPARKGATE_SERVER_STORE_AD_TABLES_H_
#define SPARKGATE_SERVER_STORE_AD_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/ad.h"
#include "server/store/page.h"

namespace sparkgate::server {

class CampaignTable {
 public:
  virtual ~CampaignTable() = default;
  virtual absl::StatusOr<std::optional<Campaign>> Get(const std::string& workspace,
                                                      const std::string& id) const = 0;
  virtual absl::StatusOr<std::optional<Campaign>> FindByTikTokId(
      const std::string& workspace, const std::string& tiktok_id) const = 0;
  virtual absl::StatusOr<std::vector<Campaign>> List(const std::string& workspace,
                                                     const std::string& ad_account,  // "" = any
                                                     const Page& page) const = 0;
  virtual absl::Status Put(const Campaign& campaign) = 0;
};

class AdGroupTable {
 public:
  virtual ~AdGroupTable() = default;
  virtual absl::StatusOr<std::optional<AdGroup>> Get(const std::string& workspace,
                                                     const std::string& id) const = 0;
  virtual absl::StatusOr<std::optional<AdGroup>> FindByTikTokId(
      const std::string& workspace, const std::string& tiktok_id) const = 0;
  virtual absl::StatusOr<std::vector<AdGroup>> List(const std::string& workspace,
                                                    const std::string& campaign,  // "" = any
                                                    const Page& page) const = 0;
  virtual absl::Status Put(const AdGroup& group) = 0;
};

// What TikTok said last of a live ad, as far as one must know to see whether it says something new.
struct AdMirror {
  std::string id;
  std::string ad_group;
  std::string tiktok_id;
  OperationStatus operation_status = OperationStatus::kEnabled;
  std::string tiktok_secondary_status;
  ReviewState review_state = ReviewState::kNone;
  bool rereview = false;
  std::optional<absl::Time> submit_time;
  AppealState appeal = AppealState::kNone;
  std::optional<absl::Time> appeal_time;

  friend bool operator==(const AdMirror&, const AdMirror&) = default;
};

class AdTable {
 public:
  struct Filter {  // "" = any
    std::string ad_group = {};
    std::string campaign = {};
    std::string ad_account = {};
    std::string item_id = {};
    std::optional<Stage> stage = {};
  };
  virtual ~AdTable() = default;
  virtual absl::StatusOr<std::optional<Ad>> Get(const std::string& workspace,
                                                const std::string& id) const = 0;
  virtual absl::StatusOr<std::optional<Ad>> FindByTikTokId(const std::string& workspace,
                                                           const std::string& tiktok_id) const = 0;
  virtual absl::StatusOr<std::vector<Ad>> List(const std::string& workspace, const Filter& filter,
                                               const Page& page) const = 0;
  // All live ads of an ad account, by id; with `in_review` only those whose review, or appeal,
  // isn't over.
  virtual absl::StatusOr<std::vector<AdMirror>> ListMirrors(const std::string& workspace,
                                                            const std::string& ad_account,
                                                            bool in_review) const = 0;
  virtual absl::Status Put(const Ad& ad) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_AD_TABLES_H_
