// An Authenticator with a fixed list of keys. "cached-…" keys are known to the poller, all others
// only to Authenticate, as after a restart.
#ifndef SPARKGATE_RPC_TESTING_KEY_BOOK_H_
#define SPARKGATE_RPC_TESTING_KEY_BOOK_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rpc/auth.h"
#include "rpc/refusals.h"

namespace sparkgate::rpc::testing {

inline constexpr uint32_t kReader = 1;
inline constexpr uint32_t kWriter = 2;

class KeyBook final : public Authenticator {
 public:
  std::optional<absl::StatusOr<std::shared_ptr<const Caller>>> Cached(
      std::string_view token) override {
    if (!token.starts_with("cached-")) return std::nullopt;
    return Authenticate(token);
  }
  absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(std::string_view token) override {
    const auto found = keys_.find(token);
    if (found == keys_.end()) return CredentialInvalid();
    return std::make_shared<const Caller>(
        Caller{.principal = found->first, .workspace = "w", .roles = found->second});
  }
  // "limited-…" keys have made all the calls they may.
  absl::Status Spend(const Caller& caller) override {
    return caller.principal.find("limited") == std::string::npos ? absl::OkStatus()
                                                                 : KeyRateLimited(absl::Seconds(2));
  }
  std::string KeyFor(uint32_t roles) const override {
    return roles == kWriter ? "a writer's key" : "another key";
  }

 private:
  const std::map<std::string, uint32_t, std::less<>> keys_ = {{"reader", kReader},
                                                              {"writer", kWriter},
                                                              {"cached-reader", kReader},
                                                              {"limited-reader", kReader},
                                                              {"cached-limited-reader", kReader}};
};

}  // namespace sparkgate::rpc::testing

#endif  // SPARKGATE_RPC_TESTING_KEY_BOOK_H_
