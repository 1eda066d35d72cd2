// What TikTok's review says about ads and ad groups. Calls take an advertiser's token.
//
// A trap of TikTok's: there is no "in review" here. A fresh ad reads ALL_AVAILABLE before anyone
// has looked at it, so a reading means something only together with AdApi::Get's secondary_status.
#ifndef SPARKGATE_SERVER_TIKTOK_REVIEW_H_
#define SPARKGATE_SERVER_TIKTOK_REVIEW_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

struct Rejection {
  std::string suggestion = {};
  std::vector<std::string> reasons = {};  // in TikTok's words
};

struct AdReview {
  // ALL_AVAILABLE, PART_AVAILABLE (some of the targeted places), UNAVAILABLE, or anything newer.
  std::string review_status = {};
  bool is_approved = false;  // never to be trusted alone: also true with PART_AVAILABLE
  std::optional<absl::Time> last_audit_time = {};
  std::vector<std::string> forbidden_locations = {};
  std::vector<std::string> forbidden_ages = {};
  std::vector<std::string> forbidden_placements = {};
  std::vector<Rejection> rejections = {};
};

struct AdGroupReview {
  std::string review_status = {};  // as an ad's, but about how many of its ads may run
  bool is_approved = false;
  // NOT_APPEALED, APPEALING, APPEAL_SUCCESSFUL, APPEAL_FAILED (the last two aren't documented by
  // TikTok itself: facts 7.11), or anything newer.
  std::string appeal_status = {};
  std::optional<absl::Time> last_audit_time = {};
  bool contains_rejected_ads = false;
  std::vector<std::string> forbidden_locations = {};
  std::vector<std::string> forbidden_ages = {};
  std::vector<std::string> forbidden_placements = {};
  std::vector<Rejection> rejections = {};
  std::map<std::string, AdReview> ads = {};  // by ad id
};

struct NewAppeal {
  std::string advertiser_id = {};
  std::string adgroup_id = {};
  std::string ad_id = {};   // "": all rejected ads of the group
  std::string reason = {};  // "": none is given
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class ReviewApi {
 public:
  virtual ~ReviewApi() = default;

  // By ad id; at most 100. Ads that TikTok leaves out are absent here too.
  virtual absl::StatusOr<std::map<std::string, AdReview>> GetAdReviews(
      const Call& call, std::string_view advertiser_id, const std::vector<std::string>& ad_ids) = 0;
  // By ad group id; at most 20.
  virtual absl::StatusOr<std::map<std::string, AdGroupReview>> GetAdGroupReviews(
      const Call& call, std::string_view advertiser_id,
      const std::vector<std::string>& adgroup_ids) = 0;
  // Mutation. Its answer says nothing; afterwards the ad group's appeal_status is APPEALING (facts
  // 7.12).
  virtual absl::Status Appeal(const Call& call, const NewAppeal& appeal) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_REVIEW_H_
