#include "server/usecases/library/library_list.h"

#include <set>
#include <utility>

#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr size_t kExactKeyword = 19;  // digits from which on a keyword is an item id; below: a text

// Pages until the end, or until a row after which `done()`.
template <class Take, class Done>
absl::Status ReadPages(tiktok::LibraryApi& library, const tiktok::Call& call,
                       tiktok::SparkPostsQuery query, const Take& take, const Done& done) {
  query.page_size = kListPage;
  for (query.page = 1;; ++query.page) {
    SG_ASSIGN_OR_RETURN(tiktok::SparkPostPage read, library.ListPosts(call, query));
    bool anything_new = false;
    for (tiktok::SparkPost& post : read.posts) anything_new |= take(std::move(post));
    if (read.posts.empty() || done()) return absl::OkStatus();
    const int pages = read.page_info.total_page;
    // An answer that doesn't say how many pages there are ends with a short one, or where nothing
    // new comes any more.
    const bool last =
        pages > 0 ? query.page >= pages : read.posts.size() < kListPage || !anything_new;
    if (last) return absl::OkStatus();
  }
}

}  // namespace

absl::Status ReadList(tiktok::LibraryApi& library, const tiktok::Call& call,
                      const std::string& ad_account,
                      const std::function<bool(tiktok::SparkPost)>& take) {
  return ReadPages(library, call, {.advertiser_id = ad_account}, take, [] { return false; });
}

absl::StatusOr<std::optional<tiktok::SparkPost>> FindListed(tiktok::LibraryApi& library,
                                                            const tiktok::Call& call,
                                                            const std::string& ad_account,
                                                            const std::string& item) {
  tiktok::SparkPostsQuery query{.advertiser_id = ad_account};
  if (item.size() >= kExactKeyword) query.keyword = item;
  std::optional<tiktok::SparkPost> found;
  std::set<std::string> seen;
  SG_RETURN_IF_ERROR(ReadPages(
      library, call, std::move(query),
      [&](tiktok::SparkPost post) {
        const bool fresh = seen.insert(post.item_id).second;
        if (post.item_id == item) found = std::move(post);
        return fresh;
      },
      [&] { return found.has_value(); }));
  return found;
}

}  // namespace sparkgate::server
