// Ad accounts. Calls take an advertiser's token.
#ifndef SPARKGATE_SERVER_TIKTOK_ADVERTISER_H_
#define SPARKGATE_SERVER_TIKTOK_ADVERTISER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

struct AdAccount {
  std::string advertiser_id = {};
  std::string name = {};
  std::string company = {};
  std::string status = {};  // STATUS_ENABLE, STATUS_LIMIT, …; unknown values survive
  std::string role = {};
  std::string rejection_reason = {};
  std::string currency = {};  // ISO 4217
  std::string timezone = {};  // e.g. "Etc/GMT+8"
  std::string country = {};
  // In millionths of the currency unit. TikTok tells no payment method, and a post-paid account may
  // show 0.
  int64_t balance_micros = 0;
  std::optional<absl::Time> create_time = {};
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class AdvertiserApi {
 public:
  virtual ~AdvertiserApi() = default;

  // Accounts that TikTok leaves out of its answer are absent here too.
  virtual absl::StatusOr<std::vector<AdAccount>> GetAccounts(
      const Call& call, const std::vector<std::string>& advertiser_ids) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_ADVERTISER_H_
