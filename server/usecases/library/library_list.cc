#include "server/usecases/library/library_list.h"

#include <utility>

#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr size_t kExactKeyword = 19;  // digits from which on a keyword is an item id; below: a text

// Pages until the end, or until `wanted` has come.
absl::StatusOr<ListedPosts> ReadPages(tiktok::LibraryApi& library, const tiktok::Call& call,
                                      tiktok::SparkPostsQuery query, const std::string& wanted) {
  ListedPosts listed;
  query.page_size = kListPage;
  for (query.page = 1;; ++query.page) {
    SG_ASSIGN_OR_RETURN(tiktok::SparkPostPage read, library.ListPosts(call, query));
    const size_t before = listed.size();
    for (tiktok::SparkPost& post : read.posts) {
      std::string item = post.item_id;
      listed.insert_or_assign(std::move(item), std::move(post));
    }
    if (read.posts.empty() || listed.contains(wanted)) return listed;
    const int pages = read.page_info.total_page;
    // An answer that doesn't say how many pages there are ends with a short one, or where nothing
    // new comes any more.
    const bool last =
        pages > 0 ? query.page >= pages : read.posts.size() < kListPage || listed.size() == before;
    if (last) return listed;
  }
}

}  // namespace

absl::StatusOr<ListedPosts> ReadList(tiktok::LibraryApi& library, const tiktok::Call& call,
                                     const std::string& ad_account) {
  return ReadPages(library, call, {.advertiser_id = ad_account}, "");
}

absl::StatusOr<std::optional<tiktok::SparkPost>> FindListed(tiktok::LibraryApi& library,
                                                            const tiktok::Call& call,
                                                            const std::string& ad_account,
                                                            const std::string& item) {
  tiktok::SparkPostsQuery query{.advertiser_id = ad_account};
  if (item.size() >= kExactKeyword) query.keyword = item;
  SG_ASSIGN_OR_RETURN(ListedPosts listed, ReadPages(library, call, std::move(query), item));
  const auto found = listed.find(item);
  if (found == listed.end()) return std::nullopt;
  return std::move(found->second);
}

}  // namespace sparkgate::server
