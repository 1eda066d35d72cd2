#include "server/usecases/vault.h"

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/crypto/seal.h"
#include "base/error.h"
#include "server/usecases/sealed_places.h"

namespace sparkgate::server {
namespace {

absl::Status MasterKeyWrong(std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, why,
               {.reason = "MASTER_KEY_WRONG", .who = Actor::kOperator});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Vault>> Vault::Open(std::string master_key, Store& store) {
  if (master_key.size() != kSealKeyBytes) {
    return MasterKeyWrong(
        fmt::format("a master key is {} bytes, this one has {}", kSealKeyBytes, master_key.size()));
  }
  SG_ASSIGN_OR_RETURN(const std::string rotating, store.GetMeta(kNextDigestKeyMeta));
  if (!rotating.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "the master key was being rotated when something cut it off: run "
                 "\"sparkgate-server rotate-master-key\" again, with the same two keys",
                 {.reason = "MASTER_KEY_ROTATING", .who = Actor::kOperator});
  }
  SG_ASSIGN_OR_RETURN(const std::string wrapped, store.GetMeta(kDigestKeyMeta));
  if (wrapped.empty()) {
    std::string digest_key = RandomBytes(kSealKeyBytes);
    SG_RETURN_IF_ERROR(
        store.PutMeta(kDigestKeyMeta, sparkgate::Seal(master_key, digest_key, DigestKeyContext())));
    return std::unique_ptr<Vault>(new Vault(std::move(master_key), std::move(digest_key)));
  }
  absl::StatusOr<std::string> digest_key = Unseal(master_key, wrapped, DigestKeyContext());
  if (!digest_key.ok()) {
    return MasterKeyWrong("this master key is not the one that the database was made with");
  }
  return std::unique_ptr<Vault>(new Vault(std::move(master_key), *std::move(digest_key)));
}

void Vault::MakeKeys(Workspace& workspace) const {
  workspace.data_key.text =
      sparkgate::Seal(master_key_, RandomBytes(kSealKeyBytes), DataKeyContext(workspace.id));
  workspace.lookup_key.text =
      sparkgate::Seal(master_key_, RandomBytes(kSealKeyBytes), LookupKeyContext(workspace.id));
}

absl::StatusOr<Sealed> Vault::Seal(const Workspace& workspace, std::string_view place,
                                   std::string_view secret) {
  SG_ASSIGN_OR_RETURN(const Keys keys, KeysOf(workspace));
  return Sealed{sparkgate::Seal(keys.data, secret, SealContext(workspace.id, place))};
}

absl::StatusOr<std::string> Vault::Open(const Workspace& workspace, std::string_view place,
                                        const Sealed& sealed) {
  SG_ASSIGN_OR_RETURN(const Keys keys, KeysOf(workspace));
  return Unseal(keys.data, sealed.text, SealContext(workspace.id, place));
}

absl::StatusOr<std::string> Vault::LookupHash(const Workspace& workspace,
                                              std::string_view canonical_code) {
  SG_ASSIGN_OR_RETURN(const Keys keys, KeysOf(workspace));
  return ToHex(HmacSha256(keys.lookup, canonical_code));
}

Sealed Vault::SealGlobal(std::string_view place, std::string_view secret) const {
  return {sparkgate::Seal(master_key_, secret, GlobalContext(place))};
}

absl::StatusOr<std::string> Vault::OpenGlobal(std::string_view place, const Sealed& sealed) const {
  return Unseal(master_key_, sealed.text, GlobalContext(place));
}

std::string Vault::Digest(std::string_view body) const {
  return ToHex(HmacSha256(digest_key_, body));
}

absl::StatusOr<Vault::Keys> Vault::KeysOf(const Workspace& workspace) {
  {
    MutexLock lock(mutex_);
    const auto known = keys_.find(workspace.data_key.text);
    if (known != keys_.end()) return known->second;
  }
  Keys keys;
  SG_ASSIGN_OR_RETURN(keys.data,
                      Unseal(master_key_, workspace.data_key.text, DataKeyContext(workspace.id)));
  SG_ASSIGN_OR_RETURN(
      keys.lookup, Unseal(master_key_, workspace.lookup_key.text, LookupKeyContext(workspace.id)));
  MutexLock lock(mutex_);
  return keys_.emplace(workspace.data_key.text, std::move(keys)).first->second;
}

}  // namespace sparkgate::server
