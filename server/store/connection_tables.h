// Tables of consents: creators, advertisers, ad accounts, and consents being asked for.
#ifndef SPARKGATE_SERVER_STORE_CONNECTION_TABLES_H_
#define SPARKGATE_SERVER_STORE_CONNECTION_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/connection.h"
#include "server/store/page.h"

namespace sparkgate::server {

class CreatorTable {
 public:
  virtual ~CreatorTable() = default;
  virtual absl::StatusOr<std::optional<Creator>> Get(const std::string& workspace,
                                                     const std::string& id) const = 0;
  virtual absl::StatusOr<std::optional<Creator>> FindByOpenId(const std::string& workspace,
                                                              const std::string& open_id) const = 0;
  virtual absl::StatusOr<std::vector<Creator>> List(const std::string& workspace,
                                                    const Page& page) const = 0;
  virtual absl::Status Put(const Creator& creator) = 0;  // insert or replace
};

class AdvertiserTable {
 public:
  virtual ~AdvertiserTable() = default;
  virtual absl::StatusOr<std::optional<Advertiser>> Get(const std::string& workspace,
                                                        const std::string& id) const = 0;
  virtual absl::StatusOr<std::vector<Advertiser>> List(const std::string& workspace,
                                                       const Page& page) const = 0;
  virtual absl::Status Put(const Advertiser& advertiser) = 0;
};

class AdAccountTable {
 public:
  virtual ~AdAccountTable() = default;
  virtual absl::StatusOr<std::optional<AdAccount>> Get(const std::string& workspace,
                                                       const std::string& id) const = 0;
  virtual absl::StatusOr<std::vector<AdAccount>> List(const std::string& workspace,
                                                      const Page& page) const = 0;
  virtual absl::Status Put(const AdAccount& account) = 0;
};

class ConnectStateTable {
 public:
  virtual ~ConnectStateTable() = default;
  virtual absl::StatusOr<std::optional<ConnectState>> Get(const std::string& workspace,
                                                          const std::string& state_hash) const = 0;
  virtual absl::Status Insert(const ConnectState& state) = 0;
  virtual absl::Status Erase(const std::string& workspace, const std::string& state_hash) = 0;
  // Those that expired at or before `real_now`.
  virtual absl::Status EraseExpired(const std::string& workspace, absl::Time real_now) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_CONNECTION_TABLES_H_
