// Ad accounts: what happens to them in Ads Manager, and what their state means for ads. Free
// functions over the state, under its owner's lock. Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_ADVERTISERS_H_
#define SPARKGATE_SIMULATOR_WORLD_ADVERTISERS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct NewAdvertiser {
  std::string name;  // required
  std::string company;
  std::string industry;
  std::string country = "US";
  std::string currency = "USD";
  std::string timezone = "Etc/UTC";
  bool has_payment_method = false;
  bool has_creative_library = true;
  int64_t balance_micros = 0;
  int64_t credit_micros = 0;
};

// Errors: NAME_MISSING, NUMBER_NEGATIVE, NUMBER_TOO_HIGH.
absl::StatusOr<const AdvertiserAccount*> OpenAdvertiserAccount(WorldState& state,
                                                               const NewAdvertiser& advertiser);

struct AdvertiserChange {
  std::optional<bool> has_payment_method;
  std::optional<bool> has_creative_library;
  std::optional<int64_t> balance_micros;  // the new balance, not a difference
  std::optional<int64_t> credit_micros;
  std::optional<std::string> status;  // one of AdvertiserStatuses()
  std::string rejection_reason;       // with a status that isn't STATUS_ENABLE
};

// Errors: NO_SUCH_ADVERTISER, NUMBER_NEGATIVE, NUMBER_TOO_HIGH, STATUS_UNKNOWN.
absl::StatusOr<const AdvertiserAccount*> ChangeAdvertiser(WorldState& state,
                                                          std::string_view advertiser_id,
                                                          const AdvertiserChange& change);

// Errors: NO_SUCH_ADVERTISER (40300).
absl::StatusOr<const AdvertiserAccount*> GetAdvertiser(const WorldState& state,
                                                       std::string_view advertiser_id);

std::span<const std::string_view> AdvertiserStatuses();  // facts 6.1

// The Business Center that owns the account: one per company, or the account's own.
std::string BusinessCenterId(const WorldState& state, const AdvertiserAccount& advertiser);

// Whether ads of this account can be paid for now: a payment method, or money or credits left.
bool CanPay(const WorldState& state, const AdvertiserAccount& advertiser);

// What keeps every ad of the account from running, as TikTok's statuses call it.
enum class AccountProblem { kNone, kPunished, kContractPending, kInReview, kReviewDenied };
AccountProblem AccountProblemOf(const AdvertiserAccount& advertiser);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ADVERTISERS_H_
