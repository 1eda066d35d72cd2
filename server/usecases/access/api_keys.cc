#include "server/usecases/access/api_keys.h"

#include <utility>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/domain/text.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

constexpr std::string_view kSecretPrefix = "sgk_";
constexpr size_t kSecretBytes = 32;
constexpr int kAllServerKeys = 10'000;  // one per rotation

constexpr int kMostCalls = 100'000;  // a second, or at once
constexpr absl::Duration kLongestKeyOverlap = absl::Hours(7 * 24);

// Fills in the burst that isn't given.
absl::StatusOr<RateLimit> CheckRateLimit(RateLimit limit) {
  const auto field = [](const char* name) { return fmt::format("api_key.rate_limit.{}", name); };
  const auto out_of_range = [](int value) { return value < 0 || value > kMostCalls; };
  if (out_of_range(limit.calls_per_second)) {
    return InvalidField(field("calls_per_second"), "must be 0 (no limit) to 100,000");
  }
  if (out_of_range(limit.burst)) {
    return InvalidField(field("burst"), "must be 0 (as calls_per_second) to 100,000");
  }
  if (limit.burst > 0 && limit.calls_per_second == 0) {
    return InvalidField(field("calls_per_second"), "is needed with a burst");
  }
  if (limit.burst == 0) limit.burst = limit.calls_per_second;
  return limit;
}

absl::Status CheckExpireTime(const std::optional<absl::Time>& time, absl::Time now) {
  if (!time.has_value() || *time > now) return absl::OkStatus();
  return InvalidField("api_key.expire_time", "lies in the past");
}

absl::Status KeyEnded() {
  return Error(absl::StatusCode::kFailedPrecondition,
               "The key has expired or was revoked: make a new one.",
               {.reason = "KEY_ENDED", .who = Actor::kCaller});
}

absl::Status InvalidCredential() {
  return Error(absl::StatusCode::kUnauthenticated,
               "The key is not known, has expired, or was revoked.",
               {.reason = "CREDENTIAL_INVALID", .who = Actor::kCaller});
}

}  // namespace

NewSecret MakeSecret() {
  std::string secret = fmt::format("{}{}", kSecretPrefix, ToBase64Url(RandomBytes(kSecretBytes)));
  std::string hash = HashSecret(secret);
  return {.secret = std::move(secret), .hash = std::move(hash)};
}

bool IsSecret(std::string_view text) {
  if (!text.starts_with(kSecretPrefix)) return false;
  const auto bytes = FromBase64Url(text.substr(kSecretPrefix.size()));
  return bytes.has_value() && bytes->size() == kSecretBytes;
}

std::string HashSecret(std::string_view secret) { return ToHex(Sha256(secret)); }

absl::StatusOr<CreatedApiKey> CreateApiKey(Env& env, const Call& call,
                                           const std::string& display_name, Role role,
                                           std::optional<absl::Time> expire_time, RateLimit limit) {
  const absl::Time now = env.clocks.RealNow();
  SG_RETURN_IF_ERROR(CheckText(display_name, 100, "api_key.display_name"));
  SG_RETURN_IF_ERROR(CheckExpireTime(expire_time, now));
  SG_ASSIGN_OR_RETURN(limit, CheckRateLimit(limit));
  const NewSecret secret = MakeSecret();
  CreatedApiKey created;
  const absl::Status written = env.store.Write([&](Transaction& tx) -> absl::Status {
    created = {};
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(call.workspace));
    if (!workspace.has_value()) {
      return ResourceNotFound("sparkgate/Workspace", WorkspaceName(call.workspace));
    }
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) {
      SG_ASSIGN_OR_RETURN(auto key, tx.api_keys().Get(call.workspace, LastIdOf(*earlier)));
      if (!key.has_value()) return ResourceNotFound("sparkgate/ApiKey", *earlier);
      created.key = *std::move(key);
      return absl::OkStatus();
    }
    created = {.key = {.workspace = call.workspace,
                       .id = NewId(now),
                       .display_name = display_name,
                       .role = role,
                       .secret_hash = secret.hash,
                       .create_time = now,
                       .expire_time = expire_time,
                       .revoke_time = std::nullopt,
                       .limit = limit},
               .secret = secret.secret};
    const std::string name = ApiKeyName(call.workspace, created.key.id);
    SG_RETURN_IF_ERROR(tx.api_keys().Insert(created.key));
    SG_RETURN_IF_ERROR(
        AppendEvent(tx, call.workspace, "api_key.created", name, EventNow(env, *workspace)));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "key.create", name, now));
    return RememberAnswer(tx, call, name, now);
  });
  if (!written.ok()) return written;
  return created;
}

absl::StatusOr<std::vector<ApiKey>> ListApiKeys(Env& env, const std::string& workspace,
                                                const Page& page) {
  std::vector<ApiKey> keys;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(keys, tx.api_keys().List(workspace, page));
    return absl::OkStatus();
  }));
  return keys;
}

absl::StatusOr<ApiKey> RevokeApiKey(Env& env, const Call& call, const std::string& id) {
  const absl::Time now = env.clocks.RealNow();
  const std::string name = ApiKeyName(call.workspace, id);
  if (id == call.principal) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "A key can't revoke itself: use another admin key of the workspace.",
                 {.reason = "KEY_IN_USE", .who = Actor::kCaller});
  }
  ApiKey revoked;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(call.workspace));
    SG_ASSIGN_OR_RETURN(auto key, tx.api_keys().Get(call.workspace, id));
    if (!workspace.has_value() || !key.has_value()) {
      return ResourceNotFound("sparkgate/ApiKey", name);
    }
    revoked = *std::move(key);
    if (earlier.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(RememberAnswer(tx, call, name, now));
    if (revoked.revoke_time.has_value()) return absl::OkStatus();
    revoked.revoke_time = now;
    SG_RETURN_IF_ERROR(tx.api_keys().Update(revoked));
    SG_RETURN_IF_ERROR(
        AppendEvent(tx, call.workspace, "api_key.revoked", name, EventNow(env, *workspace)));
    return AppendAudit(tx, call, "key.revoke", name, now);
  }));
  return revoked;
}

absl::StatusOr<ApiKey> UpdateApiKey(Env& env, const Call& call, const std::string& id,
                                    const std::function<void(ApiKey&)>& change) {
  const absl::Time now = env.clocks.RealNow();
  const std::string name = ApiKeyName(call.workspace, id);
  ApiKey updated;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(call.workspace));
    SG_ASSIGN_OR_RETURN(const auto key, tx.api_keys().Get(call.workspace, id));
    if (!workspace.has_value() || !key.has_value()) {
      return ResourceNotFound("sparkgate/ApiKey", name);
    }
    updated = *key;
    if (earlier.has_value()) return absl::OkStatus();
    if (!IsUsable(updated, now)) return KeyEnded();
    change(updated);
    SG_RETURN_IF_ERROR(CheckText(updated.display_name, 100, "api_key.display_name"));
    SG_RETURN_IF_ERROR(CheckExpireTime(updated.expire_time, now));
    SG_ASSIGN_OR_RETURN(updated.limit, CheckRateLimit(updated.limit));
    if (updated != *key) {
      SG_RETURN_IF_ERROR(tx.api_keys().Update(updated));
      SG_RETURN_IF_ERROR(
          AppendEvent(tx, call.workspace, "api_key.changed", name, EventNow(env, *workspace)));
    }
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "key.update", name, now));
    return RememberAnswer(tx, call, name, now);
  }));
  return updated;
}

absl::StatusOr<CreatedApiKey> RotateApiKey(Env& env, const Call& call, const std::string& id,
                                           absl::Duration overlap) {
  const absl::Time now = env.clocks.RealNow();
  const std::string name = ApiKeyName(call.workspace, id);
  if (overlap < absl::ZeroDuration() || overlap > kLongestKeyOverlap) {
    return InvalidField("overlap", "must be 0 to 7 days");
  }
  const NewSecret secret = MakeSecret();
  CreatedApiKey rotated;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    rotated = {};
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(call.workspace));
    SG_ASSIGN_OR_RETURN(auto key, tx.api_keys().Get(call.workspace, id));
    if (!workspace.has_value() || !key.has_value()) {
      return ResourceNotFound("sparkgate/ApiKey", name);
    }
    rotated.key = *std::move(key);
    if (earlier.has_value()) return absl::OkStatus();
    if (!IsUsable(rotated.key, now)) return KeyEnded();
    rotated.secret = secret.secret;
    rotated.key.old_secret_hash = std::exchange(rotated.key.secret_hash, secret.hash);
    rotated.key.old_secret_end = now + overlap;
    SG_RETURN_IF_ERROR(tx.api_keys().Update(rotated.key));
    SG_RETURN_IF_ERROR(
        AppendEvent(tx, call.workspace, "api_key.rotated", name, EventNow(env, *workspace)));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "key.rotate", name, now));
    return RememberAnswer(tx, call, name, now);
  }));
  return rotated;
}

absl::StatusOr<ApiKey> FindKeyBySecret(Store& store, std::string_view secret, absl::Time real_now) {
  const std::string hash = HashSecret(secret);
  std::optional<ApiKey> key;
  SG_RETURN_IF_ERROR(store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(key, tx.api_keys().FindByHash(hash));
    return absl::OkStatus();
  }));
  if (!key.has_value() || !Opens(*key, hash, real_now)) return InvalidCredential();
  return *std::move(key);
}

absl::Status CheckKey(const Transaction& tx, const std::string& workspace, const std::string& id,
                      absl::Time real_now) {
  SG_ASSIGN_OR_RETURN(const auto key, tx.api_keys().Get(workspace, id));
  return key.has_value() && IsUsable(*key, real_now) ? absl::OkStatus() : InvalidCredential();
}

absl::Status EnsureServerAdminKey(Store& store, std::string_view secret, absl::Time real_now) {
  const std::string hash = HashSecret(secret);
  return store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const std::vector<ApiKey> keys,
                        tx.api_keys().List("", {.after = "", .limit = kAllServerKeys}));
    bool there = false;
    for (ApiKey key : keys) {
      const bool wanted = key.secret_hash == hash;
      there = there || wanted;
      if (wanted != key.revoke_time.has_value()) continue;
      key.revoke_time = wanted ? std::nullopt : std::optional(real_now);
      SG_RETURN_IF_ERROR(tx.api_keys().Update(key));
    }
    if (there) return absl::OkStatus();
    return tx.api_keys().Insert({.workspace = "",
                                 .id = NewId(real_now),
                                 .display_name = "server admin",
                                 .role = Role::kServerAdmin,
                                 .secret_hash = hash,
                                 .create_time = real_now,
                                 .expire_time = std::nullopt,
                                 .revoke_time = std::nullopt});
  });
}

}  // namespace sparkgate::server
