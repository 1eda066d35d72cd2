#include "simulator/business_api/post_search.h"

#include <algorithm>

#include "simulator/world/posts.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostKeywordBytes = 2'000;  // 500 characters of four bytes
constexpr std::string_view kSearchTypes[] = {"VIDEO", "CAROUSEL"};

bool IsItemId(std::string_view text) {
  return text.size() >= 19 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool Matches(const WorldState& state, const PostSearch& search, const SparkPost& held) {
  if (!search.identity_id.empty() && held.identity_id != search.identity_id) return false;
  const Post& post = *Find(state.posts, held.post_id);
  if (search.exclude_ads_only && post.ads_only) return false;
  if (!search.types.empty() &&
      std::ranges::find(search.types, PostTypeName(post.type)) == search.types.end()) {
    return false;
  }
  if (search.keyword.empty()) return true;
  if (IsItemId(search.keyword)) return post.id == search.keyword;
  const CreatorAccount& creator = *Find(state.creators, post.creator_id);
  return HoldsText(post.caption, search.keyword) || HoldsText(creator.username, search.keyword);
}

}  // namespace

bool HoldsText(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return Lower(a) == Lower(b); };
  return part.empty() ||
         std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

std::string ReadKeyword(ArgumentReader& in) {
  std::string keyword = in.OptionalString("keyword").value_or("");
  if (keyword.size() > kMostKeywordBytes) {
    in.Reject("keyword", "It is longer than 500 characters.");
  }
  return keyword;
}

PostSearch ReadPostSearch(ArgumentReader& in, std::string_view types_field) {
  PostSearch search;
  search.types = in.OptionalListOf(types_field, kSearchTypes);
  search.keyword = ReadKeyword(in);
  return search;
}

std::vector<std::string_view> SearchLibrary(const WorldState& state, std::string_view advertiser_id,
                                            const PostSearch& search) {
  // Who looks for one post of 10,000 doesn't pay for the others.
  if (IsItemId(search.keyword)) {
    const SparkPost* held = FindSparkPost(state, advertiser_id, search.keyword);
    if (held == nullptr || !Matches(state, search, *held)) return {};
    return {held->post_id};
  }
  const std::vector<std::string>& ids = Find(state.advertisers, advertiser_id)->spark_post_ids;
  std::vector<std::string_view> found(ids.rbegin(), ids.rend());
  if (search.Everything()) return found;
  std::erase_if(found, [&](std::string_view id) {
    return !Matches(state, search, *FindSparkPost(state, advertiser_id, id));
  });
  return found;
}

}  // namespace sparkgate::simulator
