// For tests of the library: TikTok's list as the test sets it, and what we have of it.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_FIXTURE_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_FIXTURE_H_

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/usecases/library/library_sync.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {

class LibraryFixture : public ConnectedFixture {
 protected:
  LibraryFixture() {
    using testing::_;
    EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
        .WillRepeatedly(testing::Return(std::vector<tiktok::AdAccount>{
            {.advertiser_id = kAccount, .status = "STATUS_ENABLE", .balance_micros = 1}}));
    EXPECT_CALL(tiktok_.library_api, ListPosts)
        .WillRepeatedly([this](const tiktok::Call&, const tiktok::SparkPostsQuery& query) {
          return Answer(query);
        });
  }

  // A row of TikTok's list.
  static tiktok::SparkPost Listed(const std::string& item, absl::Time end,
                                  const std::string& status = "AUTHORIZED") {
    return {.item_id = item,
            .item_type = "VIDEO",
            .caption = "ramen",
            .item_status = "HESITATE_RECOMMEND",
            .authorization = {.status = status, .start = end - 30 * kDay, .end = end},
            .creator_name = "mia",
            .identity_id = "identity",
            .cover_url = "https://cover/1"};
  }
  absl::Status Sync() { return SyncLibrary(env(), workspace_, kAccount, now()); }
  std::optional<SparkPost> Post(const std::string& item = kItem) {
    return Read<SparkPost>(
        [&](const Transaction& tx) { return tx.spark_posts().Get("w", kAccount, item); });
  }
  SparkPostState StateOf(const std::string& item = kItem) { return Post(item)->state; }
  void PutPost(const std::string& item, absl::Time end) {
    Write([&](Transaction& tx) {
      return tx.spark_posts().Put({.workspace = "w",
                                   .ad_account = kAccount,
                                   .item_id = item,
                                   .creator_name = "mia",
                                   .identity_id = "identity",
                                   .auth_start = end - 30 * kDay,
                                   .auth_end = end,
                                   .create_time = now()});
    });
  }

  std::vector<tiktok::SparkPost> list_;
  // What happens while a page of the whole list is on its way.
  std::function<void()> meanwhile_ = [] {};
  std::vector<std::string> hidden_;  // of the whole list, though they are in it
  bool tells_pages_ = true;
  int calls_ = 0;

 private:
  // As TikTok: page numbers, and a keyword of 19 digits names one post.
  absl::StatusOr<tiktok::SparkPostPage> Answer(const tiktok::SparkPostsQuery& query) {
    ++calls_;
    std::vector<tiktok::SparkPost> found;
    for (const tiktok::SparkPost& post : list_) {
      const bool hidden = std::find(hidden_.begin(), hidden_.end(), post.item_id) != hidden_.end();
      const bool exact = query.keyword.size() >= 19 && query.keyword == post.item_id;
      if (query.keyword.empty() ? !hidden : exact) found.push_back(post);
    }
    if (query.keyword.empty()) meanwhile_();
    const size_t size = static_cast<size_t>(query.page_size);
    const size_t begin = std::min(found.size(), static_cast<size_t>(query.page - 1) * size);
    const size_t end = std::min(found.size(), begin + size);
    tiktok::SparkPostPage page;
    for (size_t i = begin; i < end; ++i) page.posts.push_back(found[i]);
    if (!tells_pages_) return page;
    page.page_info = {.page = query.page,
                      .page_size = query.page_size,
                      .total_number = static_cast<int64_t>(found.size()),
                      .total_page = static_cast<int>((found.size() + size - 1) / size)};
    return page;
  }
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_FIXTURE_H_
