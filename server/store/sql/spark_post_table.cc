#include <array>
#include <charconv>

#include <fmt/format.h>

#include "server/store/sql/code_tables.h"
#include "server/store/sql/fold.h"
#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {
namespace {

// A post and what it can be found by.
struct SparkPostRow : SparkPost {
  std::string search_text;  // creator name and caption, folded
};

}  // namespace

// What is read of one.
template <>
struct Described<SparkPost> {
  static constexpr std::string_view kTable = "spark_posts";
  static constexpr std::array<std::string_view, 3> kKey = {"workspace", "ad_account", "item_id"};
  template <class V, class R>
  static void Visit(V&& visit, R& post) {
    visit("workspace", post.workspace);
    visit("ad_account", post.ad_account);
    visit("item_id", post.item_id);
    visit("state", post.state);
    visit("reason", post.reason);
    visit("creator_name", post.creator_name);
    visit("caption", post.caption);
    visit("cover_uri", post.cover_uri);
    visit("item_type", post.item_type);
    visit("identity_id", post.identity_id);
    visit("code_id", post.code_id);
    visit("auth_start", post.auth_start);
    visit("auth_end", post.auth_end);
    visit("tiktok_auth_status", post.tiktok_auth_status);
    visit("tiktok_item_status", post.tiktok_item_status);
    visit("create_time", post.create_time);
    visit("sync_time", post.sync_time);
    visit("last_alert_days", post.last_alert_days);
  }
};

// What is written.
template <>
struct Described<SparkPostRow> {
  static constexpr std::string_view kTable = Described<SparkPost>::kTable;
  static constexpr auto kKey = Described<SparkPost>::kKey;
  template <class V, class R>
  static void Visit(V&& visit, R& post) {
    Described<SparkPost>::Visit(visit, post);
    visit("search_text", post.search_text);
  }
};

namespace {

// StateAt in SQL.
void WhereStateAt(Query& query, SparkPostState state, absl::Time now) {
  switch (state) {
    case SparkPostState::kAuthorized:
      query.Where("state = ? AND auth_end > ?", {Number(state), Number(now)});
      return;
    case SparkPostState::kUnauthorized:
      query.Where("(state = ? OR (state = ? AND auth_end <= ?))",
                  {Number(state), Number(SparkPostState::kAuthorized), Number(now)});
      return;
    case SparkPostState::kUnbound:
      query.Where("state = ?", {Number(state)});
      return;
  }
}

// The columns that order a list, as PageKey writes them.
struct Position {
  int64_t create_micros = 0;
  std::string_view item_id, ad_account;
};

std::optional<Position> ReadPosition(std::string_view key) {
  Position position;
  const size_t first = key.find('/');
  const size_t second = key.find('/', first + 1);
  if (first == key.npos || second == key.npos) return std::nullopt;
  const auto [end, error] = std::from_chars(key.data(), key.data() + first, position.create_micros);
  if (error != std::errc() || end != key.data() + first) return std::nullopt;
  position.item_id = key.substr(first + 1, second - first - 1);
  position.ad_account = key.substr(second + 1);
  return position;
}

}  // namespace

absl::StatusOr<std::optional<SparkPost>> SqlSparkPostTable::Get(const std::string& workspace,
                                                                const std::string& ad_account,
                                                                const std::string& item_id) const {
  return SelectByKey<SparkPost>(connection_, {workspace, ad_account, item_id});
}

absl::StatusOr<std::vector<SparkPost>> SqlSparkPostTable::List(const std::string& workspace,
                                                               const Filter& filter,
                                                               const Page& page) const {
  Query query(TableOf<SparkPost>().select);
  query.Where("workspace = ?", {workspace});
  if (!filter.ad_account.empty()) query.Where("ad_account = ?", {filter.ad_account});
  query.Where("state <> ?", {Number(SparkPostState::kUnbound)});
  if (filter.state.has_value()) WhereStateAt(query, *filter.state, filter.now);
  const std::string pattern = LikePattern(Fold(filter.query));
  if (!filter.query.empty()) {
    query.Where("(search_text LIKE ? ESCAPE '\\' OR item_id = ?)", {pattern, filter.query});
  }
  if (!page.after.empty()) {
    const std::optional<Position> after = ReadPosition(page.after);
    if (!after.has_value()) return InvalidField("page_token", "is not one that a list gave");
    query.Where("(create_time, item_id, ad_account) > (?, ?, ?)",
                {after->create_micros, after->item_id, after->ad_account});
  }
  query.Then(" ORDER BY create_time, item_id, ad_account LIMIT ?", {Limit(page.limit)});
  return SelectAll<SparkPost>(connection_, query);
}

std::string SqlSparkPostTable::PageKey(const SparkPost& post) const {
  return fmt::format("{}/{}/{}", ToMicros(post.create_time), post.item_id, post.ad_account);
}

absl::StatusOr<std::vector<SparkPost>> SqlSparkPostTable::ListByItem(
    const std::string& workspace, const std::string& item_id) const {
  Query query(TableOf<SparkPost>().select);
  query.Where("workspace = ?", {workspace}).Where("item_id = ?", {item_id});
  query.Then(" ORDER BY ad_account");
  return SelectAll<SparkPost>(connection_, query);
}

absl::StatusOr<int64_t> SqlSparkPostTable::Count(const std::string& workspace,
                                                 const std::string& ad_account) const {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> count,
      SelectNumber(connection_,
                   "SELECT COUNT(*) FROM spark_posts WHERE workspace = ? AND ad_account = ?"
                   " AND state <> ?",
                   {workspace, ad_account, Number(SparkPostState::kUnbound)}));
  return count.value_or(0);
}

absl::Status SqlSparkPostTable::Put(const SparkPost& post) {
  SparkPostRow row{post, Fold(post.creator_name + "\n" + post.caption)};
  return Upsert(connection_, row);
}

}  // namespace sparkgate::server::sql
