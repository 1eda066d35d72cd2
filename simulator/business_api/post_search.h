// Which posts of a library a caller looks for (facts 4.3, 5.4). Pure functions over the state.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_POST_SEARCH_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_POST_SEARCH_H_

#include <string>
#include <string_view>
#include <vector>

#include "simulator/business_api/arguments.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct PostSearch {
  std::vector<std::string> types;  // VIDEO, CAROUSEL; empty: both
  std::string keyword;      // part of caption or user name, or an item id of at least 19 digits
  std::string identity_id;  // "": any
  bool exclude_ads_only = false;

  bool Everything() const {
    return types.empty() && keyword.empty() && identity_id.empty() && !exclude_ads_only;
  }
};

std::string ReadKeyword(ArgumentReader& in);

// Whether `part` is in `text`, as fuzzy as it gets: the case of ASCII letters doesn't matter.
bool HoldsText(std::string_view text, std::string_view part);

// `types_field` is the argument with a list of types.
PostSearch ReadPostSearch(ArgumentReader& in, std::string_view types_field);

// Ids of the posts, the latest to come into the library first. Only a search looks at the posts
// themselves: a page of a whole library doesn't pay for the others. Good until the state changes.
std::vector<std::string_view> SearchLibrary(const WorldState& state, std::string_view advertiser_id,
                                            const PostSearch& search);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_POST_SEARCH_H_
