#include "server/usecases/library/stored_posts.h"

#include <iterator>

#include "base/error.h"

namespace sparkgate::server {

absl::StatusOr<std::vector<SparkPost>> StoredPosts(const Transaction& tx,
                                                   const std::string& workspace,
                                                   const SparkPostTable::Filter& filter) {
  constexpr int kPage = 1000;
  std::vector<SparkPost> all;
  Page page{.after = "", .limit = kPage};
  while (true) {
    SG_ASSIGN_OR_RETURN(auto posts, tx.spark_posts().List(workspace, filter, page));
    const bool last = posts.size() < kPage;
    if (!posts.empty()) page.after = tx.spark_posts().PageKey(posts.back());
    all.insert(all.end(), std::make_move_iterator(posts.begin()),
               std::make_move_iterator(posts.end()));
    if (last) return all;
  }
}

absl::StatusOr<std::optional<std::string>> FindRedeemed(const Transaction& tx,
                                                        const std::string& workspace,
                                                        const std::string& ad_account,
                                                        const std::string& hash, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto code, tx.codes().FindByLookup(workspace, hash));
  if (!code.has_value() || code->item_id.empty()) return std::nullopt;
  SG_ASSIGN_OR_RETURN(const auto post, tx.spark_posts().Get(workspace, ad_account, code->item_id));
  if (!post.has_value() || post->code_id != code->id) return std::nullopt;
  if (StateAt(*post, now).state != SparkPostState::kAuthorized) return std::nullopt;
  return code->item_id;
}

}  // namespace sparkgate::server
