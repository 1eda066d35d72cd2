#include "server/api/authenticator.h"

#include <array>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "base/clock.h"
#include "rpc/refusals.h"
#include "server/api/roles.h"
#include "server/usecases/access/api_keys.h"

namespace sparkgate::server {
namespace {

constexpr int64_t kTtlNanos = 5'000'000'000;
constexpr size_t kMaxEntries = 10'000;

// As in the protos' Role.
constexpr std::array<std::pair<Role, std::string_view>, 4> kRoleNames = {
    {{Role::kViewer, "viewer"},
     {Role::kCreator, "creator"},
     {Role::kAdvertiser, "advertiser"},
     {Role::kAdmin, "admin"}}};

// Real time that nobody can set.
absl::Time MonotonicNow() { return absl::FromUnixNanos(MonotonicNanos()); }

}  // namespace

std::optional<absl::StatusOr<std::shared_ptr<const rpc::Caller>>> KeyAuthenticator::Cached(
    std::string_view bearer_token) {
  const std::string hash = HashSecret(bearer_token);
  MutexLock lock(mutex_);
  const auto it = cache_.find(hash);
  if (it == cache_.end() || it->second.until_nanos < MonotonicNanos()) return std::nullopt;
  NoteUse(*it->second.caller);
  return it->second.caller;
}

absl::StatusOr<std::shared_ptr<const rpc::Caller>> KeyAuthenticator::Authenticate(
    std::string_view bearer_token) {
  // The age counts from before the read: a revocation during it must not live longer than 5 s.
  const int64_t until = MonotonicNanos() + kTtlNanos;
  const auto key = FindKeyBySecret(env_.store, bearer_token, env_.clocks.RealNow());
  const std::string hash = HashSecret(bearer_token);
  if (!key.ok()) {
    MutexLock lock(mutex_);
    cache_.erase(hash);
    return key.status();
  }
  auto caller =
      std::make_shared<const rpc::Caller>(rpc::Caller{.principal = key->id,
                                                      .workspace = key->workspace,
                                                      .roles = static_cast<uint32_t>(key->role)});
  MutexLock lock(mutex_);
  if (cache_.size() >= kMaxEntries) {
    cache_.clear();
    buckets_.clear();
  }
  cache_[hash] = {.caller = caller, .until_nanos = until};
  SetLimit(key->id, key->limit);
  NoteUse(*caller);
  return caller;
}

void KeyAuthenticator::SetLimit(const std::string& key, const RateLimit& limit) {
  const auto it = buckets_.find(key);
  if (it != buckets_.end() && it->second.limit() == limit) return;
  // Changed: it begins full, as of a new key.
  if (it != buckets_.end()) buckets_.erase(it);
  if (limit.calls_per_second > 0) buckets_.try_emplace(key, limit, MonotonicNow());
}

void KeyAuthenticator::NoteUse(const rpc::Caller& caller) {
  if (uses_ != nullptr) uses_->Note(caller.workspace, caller.principal, env_.clocks.RealNow());
}

absl::Status KeyAuthenticator::Spend(const rpc::Caller& caller) {
  MutexLock lock(mutex_);
  const auto it = buckets_.find(caller.principal);
  if (it == buckets_.end()) return absl::OkStatus();
  const absl::Duration wait = it->second.Take(MonotonicNow());
  return wait == absl::ZeroDuration() ? absl::OkStatus() : rpc::KeyRateLimited(wait);
}

std::string KeyAuthenticator::KeyFor(uint32_t roles) const {
  constexpr std::string_view kServerKey = "the server's admin key";
  std::vector<std::string_view> names;
  for (const auto& [role, name] : kRoleNames) {
    if ((roles & Bit(role)) != 0) names.push_back(name);
  }
  if (names.empty()) return std::string(kServerKey);
  std::string key = "a key of the workspace with the role ";
  if (names.size() > 1) {
    key += fmt::format("{} or ", fmt::join(names.begin(), names.end() - 1, ", "));
  }
  key += names.back();
  return (roles & kServerAdmins) == 0 ? key : fmt::format("{}, or {}", key, kServerKey);
}

}  // namespace sparkgate::server
