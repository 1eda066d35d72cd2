// The tables of server/store/connection_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_CONNECTION_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_CONNECTION_TABLES_H_

#include "server/store/connection_tables.h"
#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

class SqlCreatorTable final : public CreatorTable {
 public:
  explicit SqlCreatorTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<Creator>> Get(const std::string& workspace,
                                             const std::string& id) const override;
  absl::StatusOr<std::optional<Creator>> FindByOpenId(const std::string& workspace,
                                                      const std::string& open_id) const override;
  absl::StatusOr<std::vector<Creator>> List(const std::string& workspace,
                                            const Page& page) const override;
  absl::Status Put(const Creator& creator) override;

 private:
  Connection& connection_;
};

class SqlAdvertiserTable final : public AdvertiserTable {
 public:
  explicit SqlAdvertiserTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<Advertiser>> Get(const std::string& workspace,
                                                const std::string& id) const override;
  absl::StatusOr<std::vector<Advertiser>> List(const std::string& workspace,
                                               const Page& page) const override;
  absl::Status Put(const Advertiser& advertiser) override;

 private:
  Connection& connection_;
};

class SqlAdAccountTable final : public AdAccountTable {
 public:
  explicit SqlAdAccountTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<AdAccount>> Get(const std::string& workspace,
                                               const std::string& id) const override;
  absl::StatusOr<std::vector<AdAccount>> List(const std::string& workspace,
                                              const Page& page) const override;
  absl::Status Put(const AdAccount& account) override;

 private:
  Connection& connection_;
};

class SqlConnectStateTable final : public ConnectStateTable {
 public:
  explicit SqlConnectStateTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<ConnectState>> Get(const std::string& workspace,
                                                  const std::string& state_hash) const override;
  absl::Status Insert(const ConnectState& state) override;
  absl::Status Erase(const std::string& workspace, const std::string& state_hash) override;
  absl::Status EraseExpired(const std::string& workspace, absl::Time real_now) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_CONNECTION_TABLES_H_
