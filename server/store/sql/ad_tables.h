// The tables of server/store/ad_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_AD_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_AD_TABLES_H_

#include "server/store/ad_tables.h"
#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

class SqlCampaignTable final : public CampaignTable {
 public:
  explicit SqlCampaignTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<Campaign>> Get(const std::string& workspace,
                                              const std::string& id) const override;
  absl::StatusOr<std::optional<Campaign>> FindByTikTokId(
      const std::string& workspace, const std::string& tiktok_id) const override;
  absl::StatusOr<std::vector<Campaign>> List(const std::string& workspace,
                                             const std::string& ad_account,
                                             const Page& page) const override;
  absl::Status Put(const Campaign& campaign) override;

 private:
  Connection& connection_;
};

class SqlAdGroupTable final : public AdGroupTable {
 public:
  explicit SqlAdGroupTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<AdGroup>> Get(const std::string& workspace,
                                             const std::string& id) const override;
  absl::StatusOr<std::optional<AdGroup>> FindByTikTokId(
      const std::string& workspace, const std::string& tiktok_id) const override;
  absl::StatusOr<std::vector<AdGroup>> List(const std::string& workspace,
                                            const std::string& campaign,
                                            const Page& page) const override;
  absl::Status Put(const AdGroup& group) override;

 private:
  Connection& connection_;
};

class SqlAdTable final : public AdTable {
 public:
  explicit SqlAdTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<Ad>> Get(const std::string& workspace,
                                        const std::string& id) const override;
  absl::StatusOr<std::optional<Ad>> FindByTikTokId(const std::string& workspace,
                                                   const std::string& tiktok_id) const override;
  absl::StatusOr<std::vector<Ad>> List(const std::string& workspace, const Filter& filter,
                                       const Page& page) const override;
  absl::StatusOr<std::vector<AdMirror>> ListMirrors(const std::string& workspace,
                                                    const std::string& ad_account,
                                                    bool in_review) const override;
  absl::Status Put(const Ad& ad) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_AD_TABLES_H_
