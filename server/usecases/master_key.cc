#include "server/usecases/master_key.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/crypto/seal.h"
#include "base/error.h"
#include "server/usecases/sealed_places.h"

namespace sparkgate::server {
namespace {

constexpr int kRowsAtOnce = 500;

absl::Status NotThisKey(std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, why,
               {.reason = "MASTER_KEY_WRONG", .who = Actor::kOperator});
}

class Rewrapper {
 public:
  Rewrapper(const std::string& old_key, const std::string& new_key)
      : old_key_(old_key), new_key_(new_key) {}

  // `wrapped` as the new key wraps it. What a run that was cut off has done is left alone.
  absl::Status Rewrap(const std::string& context, std::string& wrapped) {
    if (wrapped.empty() || Unseal(new_key_, wrapped, context).ok()) return absl::OkStatus();
    const absl::StatusOr<std::string> inner = Unseal(old_key_, wrapped, context);
    if (!inner.ok()) return NotThisKey(fmt::format("{} opens with neither key", context));
    wrapped = Seal(new_key_, *inner, context);
    ++rewrapped;
    return absl::OkStatus();
  }

  int rewrapped = 0;

 private:
  const std::string& old_key_;
  const std::string& new_key_;
};

absl::Status RewrapWorkspaces(Store& store, Rewrapper& rewrapper) {
  std::string after;
  for (bool more = true; more;) {
    std::string last;
    SG_RETURN_IF_ERROR(store.Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(std::vector<Workspace> some,
                          tx.workspaces().List({.after = after, .limit = kRowsAtOnce}));
      for (Workspace& workspace : some) {
        SG_RETURN_IF_ERROR(rewrapper.Rewrap(DataKeyContext(workspace.id), workspace.data_key.text));
        SG_RETURN_IF_ERROR(
            rewrapper.Rewrap(LookupKeyContext(workspace.id), workspace.lookup_key.text));
        SG_RETURN_IF_ERROR(tx.workspaces().Update(workspace));
      }
      last = some.empty() ? "" : some.back().id;
      return absl::OkStatus();
    }));
    more = !last.empty();
    after = last;
  }
  return absl::OkStatus();
}

absl::Status RewrapApps(Store& store, Rewrapper& rewrapper) {
  std::string after;
  for (bool more = true; more;) {
    std::string last;
    SG_RETURN_IF_ERROR(store.Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(std::vector<App> some,
                          tx.apps().List({.after = after, .limit = kRowsAtOnce}));
      for (App& app : some) {
        SG_RETURN_IF_ERROR(rewrapper.Rewrap(GlobalContext(AppSecretPlace(app)), app.secret.text));
        SG_RETURN_IF_ERROR(tx.apps().Update(app));
      }
      last = some.empty() ? "" : some.back().id;
      return absl::OkStatus();
    }));
    more = !last.empty();
    after = last;
  }
  return absl::OkStatus();
}

}  // namespace

// The digest key under the new master is written first, apart from the old one, and takes its place
// last: as long as both are there, rows may be under either key.
absl::StatusOr<MasterKeyRotation> RotateMasterKey(const std::string& old_key,
                                                  const std::string& new_key, Store& store) {
  if (new_key.size() != kSealKeyBytes || old_key.size() != kSealKeyBytes) {
    return NotThisKey(fmt::format("a master key is {} bytes", kSealKeyBytes));
  }
  if (new_key == old_key) return NotThisKey("the new master key is the old one");
  const std::string context = DigestKeyContext();
  SG_ASSIGN_OR_RETURN(const std::string current, store.GetMeta(kDigestKeyMeta));
  SG_ASSIGN_OR_RETURN(std::string next, store.GetMeta(kNextDigestKeyMeta));
  if (current.empty()) return NotThisKey("this database has no master key yet");
  const bool over = Unseal(new_key, current, context).ok();
  if (next.empty() && over) return MasterKeyRotation();
  if (!next.empty() && !Unseal(new_key, next, context).ok()) {
    return NotThisKey("a rotation to another new master key was begun: end that one first");
  }
  const absl::StatusOr<std::string> digest_key = Unseal(over ? new_key : old_key, current, context);
  if (!digest_key.ok()) {
    return NotThisKey("the old master key is not the one that the database was made with");
  }
  if (next.empty()) {
    next = Seal(new_key, *digest_key, context);
    SG_RETURN_IF_ERROR(store.PutMeta(kNextDigestKeyMeta, next));
  }
  Rewrapper rewrapper(old_key, new_key);
  SG_RETURN_IF_ERROR(RewrapWorkspaces(store, rewrapper));
  SG_RETURN_IF_ERROR(RewrapApps(store, rewrapper));
  SG_RETURN_IF_ERROR(store.PutMeta(kDigestKeyMeta, next));
  SG_RETURN_IF_ERROR(store.PutMeta(kNextDigestKeyMeta, ""));
  return MasterKeyRotation{.rewrapped = rewrapper.rewrapped};
}

}  // namespace sparkgate::server
