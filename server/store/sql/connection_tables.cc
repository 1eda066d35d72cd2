#include "server/store/sql/connection_tables.h"

#include <array>

#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

template <>
struct Described<Creator> {
  static constexpr std::string_view kTable = "creators";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& creator) {
    visit("workspace", creator.workspace);
    visit("id", creator.id);
    visit("open_id", creator.open_id);
    visit("username", creator.username);
    visit("display_name", creator.display_name);
    visit("follower_count", creator.follower_count);
    visit("state", creator.state);
    visit("scopes", creator.scopes);
    visit("access_token", creator.access_token);
    visit("refresh_token", creator.refresh_token);
    visit("access_end", creator.access_end);
    visit("consent_end", creator.consent_end);
    visit("connect_time", creator.connect_time);
    visit("refresh_sent", creator.refresh_sent);
  }
};

template <>
struct Described<Advertiser> {
  static constexpr std::string_view kTable = "advertisers";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& advertiser) {
    visit("workspace", advertiser.workspace);
    visit("id", advertiser.id);
    visit("state", advertiser.state);
    visit("scopes", advertiser.scopes);
    visit("ad_accounts", advertiser.ad_accounts);
    visit("access_token", advertiser.access_token);
    visit("connect_time", advertiser.connect_time);
  }
};

template <>
struct Described<AdAccount> {
  static constexpr std::string_view kTable = "ad_accounts";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& account) {
    visit("workspace", account.workspace);
    visit("id", account.id);
    visit("advertiser", account.advertiser);
    visit("display_name", account.display_name);
    visit("tiktok_status", account.tiktok_status);
    visit("currency", account.currency);
    visit("time_zone", account.time_zone);
    visit("balance_micros", account.balance_micros);
    visit("sync_time", account.sync_time);
  }
};

template <>
struct Described<ConnectState> {
  static constexpr std::string_view kTable = "connect_states";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "state_hash"};
  template <class V, class R>
  static void Visit(V&& visit, R& state) {
    visit("workspace", state.workspace);
    visit("state_hash", state.state_hash);
    visit("kind", state.kind);
    visit("redirect_uri", state.redirect_uri);
    visit("expire_time", state.expire_time);
  }
};

namespace {

template <class R>
absl::StatusOr<std::vector<R>> ListOf(Connection& connection, const std::string& workspace,
                                      const Page& page) {
  Query query(TableOf<R>().select);
  query.Where("workspace = ?", {workspace});
  return SelectAll<R>(connection, PagedById(query, page));
}

}  // namespace

absl::StatusOr<std::optional<Creator>> SqlCreatorTable::Get(const std::string& workspace,
                                                            const std::string& id) const {
  return SelectByKey<Creator>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<Creator>> SqlCreatorTable::FindByOpenId(
    const std::string& workspace, const std::string& open_id) const {
  static const auto* const kSql =
      new std::string(TableOf<Creator>().select + " WHERE workspace = ? AND open_id = ?");
  return SelectOne<Creator>(connection_, *kSql, {workspace, open_id});
}

absl::StatusOr<std::vector<Creator>> SqlCreatorTable::List(const std::string& workspace,
                                                           const Page& page) const {
  return ListOf<Creator>(connection_, workspace, page);
}

absl::Status SqlCreatorTable::Put(const Creator& creator) { return Upsert(connection_, creator); }

absl::StatusOr<std::optional<Advertiser>> SqlAdvertiserTable::Get(const std::string& workspace,
                                                                  const std::string& id) const {
  return SelectByKey<Advertiser>(connection_, {workspace, id});
}

absl::StatusOr<std::vector<Advertiser>> SqlAdvertiserTable::List(const std::string& workspace,
                                                                 const Page& page) const {
  return ListOf<Advertiser>(connection_, workspace, page);
}

absl::Status SqlAdvertiserTable::Put(const Advertiser& advertiser) {
  return Upsert(connection_, advertiser);
}

absl::StatusOr<std::optional<AdAccount>> SqlAdAccountTable::Get(const std::string& workspace,
                                                                const std::string& id) const {
  return SelectByKey<AdAccount>(connection_, {workspace, id});
}

absl::StatusOr<std::vector<AdAccount>> SqlAdAccountTable::List(const std::string& workspace,
                                                               const Page& page) const {
  return ListOf<AdAccount>(connection_, workspace, page);
}

absl::Status SqlAdAccountTable::Put(const AdAccount& account) {
  return Upsert(connection_, account);
}

absl::StatusOr<std::optional<ConnectState>> SqlConnectStateTable::Get(
    const std::string& workspace, const std::string& state_hash) const {
  return SelectByKey<ConnectState>(connection_, {workspace, state_hash});
}

absl::Status SqlConnectStateTable::Insert(const ConnectState& state) {
  return sql::Insert(connection_, state);
}

absl::Status SqlConnectStateTable::Erase(const std::string& workspace,
                                         const std::string& state_hash) {
  return Change(connection_, "DELETE FROM connect_states WHERE workspace = ? AND state_hash = ?",
                {workspace, state_hash})
      .status();
}

absl::Status SqlConnectStateTable::EraseExpired(const std::string& workspace, absl::Time real_now) {
  return Change(connection_, "DELETE FROM connect_states WHERE workspace = ? AND expire_time <= ?",
                {workspace, Number(real_now)})
      .status();
}

}  // namespace sparkgate::server::sql
