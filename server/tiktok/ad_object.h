// What campaigns, ad groups and ads have in common on TikTok: how they are looked for and switched.
#ifndef SPARKGATE_SERVER_TIKTOK_AD_OBJECT_H_
#define SPARKGATE_SERVER_TIKTOK_AD_OBJECT_H_

#include <map>
#include <string>
#include <vector>

namespace sparkgate::tiktok {

// What a status update asks for. On reads TikTok's words (ENABLE, DISABLE, FROZEN, …) are kept raw.
enum class Switch { kEnable, kDisable, kDelete };

// Which objects to read; conditions that are set must all hold.
struct AdObjectQuery {
  std::string advertiser_id = {};
  std::vector<std::string> ids = {};           // at most 100
  std::vector<std::string> campaign_ids = {};  // the parents; at most 100. Not for campaigns
  std::vector<std::string> adgroup_ids = {};   // at most 100. For ads only
  // TikTok's fuzzy search, so compare what comes back. Campaigns and ad groups only: ads are
  // searched through their group.
  std::string name = {};
  // TikTok hides deleted objects, unless asked for all; a deleted one may still read ENABLE, only
  // its secondary_status tells.
  bool include_deleted = false;
  std::vector<std::string> fields = {};  // TikTok's names of what to tell of each; empty: all
  int page = 1;
  int page_size = 100;  // 1 to 1000
};

// What became of a status update of several objects.
struct SwitchResult {
  std::vector<std::string> ids = {};  // done
  std::map<std::string, std::string> errors =
      {};  // refused: id to TikTok's sentence (ad groups only)
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_AD_OBJECT_H_
