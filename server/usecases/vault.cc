#include "server/usecases/vault.h"

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/crypto/seal.h"
#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr char kDigestKey[] = "digest_key";

absl::Status MasterKeyWrong(std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, why,
               {.reason = "MASTER_KEY_WRONG", .who = Actor::kOperator});
}

std::string Context(std::string_view owner, std::string_view place) {
  return fmt::format("{}/{}", owner, place);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Vault>> Vault::Open(std::string master_key, Store& store) {
  if (master_key.size() != kSealKeyBytes) {
    return MasterKeyWrong(
        fmt::format("a master key is {} bytes, this one has {}", kSealKeyBytes, master_key.size()));
  }
  SG_ASSIGN_OR_RETURN(const std::string wrapped, store.GetMeta(kDigestKey));
  if (wrapped.empty()) {
    std::string digest_key = RandomBytes(kSealKeyBytes);
    SG_RETURN_IF_ERROR(store.PutMeta(
        kDigestKey, sparkgate::Seal(master_key, digest_key, Context("store", kDigestKey))));
    return std::unique_ptr<Vault>(new Vault(std::move(master_key), std::move(digest_key)));
  }
  absl::StatusOr<std::string> digest_key =
      Unseal(master_key, wrapped, Context("store", kDigestKey));
  if (!digest_key.ok()) {
    return MasterKeyWrong("this master key is not the one that the database was made with");
  }
  return std::unique_ptr<Vault>(new Vault(std::move(master_key), *std::move(digest_key)));
}

void Vault::MakeKeys(Workspace& workspace) const {
  workspace.data_key.text = sparkgate::Seal(master_key_, RandomBytes(kSealKeyBytes),
                                            Context(workspace.id, "workspaces/data_key"));
  workspace.lookup_key.text = sparkgate::Seal(master_key_, RandomBytes(kSealKeyBytes),
                                              Context(workspace.id, "workspaces/lookup_key"));
}

absl::StatusOr<Sealed> Vault::Seal(const Workspace& workspace, std::string_view place,
                                   std::string_view secret) {
  SG_ASSIGN_OR_RETURN(const Keys keys, KeysOf(workspace));
  return Sealed{sparkgate::Seal(keys.data, secret, Context(workspace.id, place))};
}

absl::StatusOr<std::string> Vault::Open(const Workspace& workspace, std::string_view place,
                                        const Sealed& sealed) {
  SG_ASSIGN_OR_RETURN(const Keys keys, KeysOf(workspace));
  return Unseal(keys.data, sealed.text, Context(workspace.id, place));
}

absl::StatusOr<std::string> Vault::LookupHash(const Workspace& workspace,
                                              std::string_view canonical_code) {
  SG_ASSIGN_OR_RETURN(const Keys keys, KeysOf(workspace));
  return ToHex(HmacSha256(keys.lookup, canonical_code));
}

Sealed Vault::SealGlobal(std::string_view place, std::string_view secret) const {
  return {sparkgate::Seal(master_key_, secret, Context("global", place))};
}

absl::StatusOr<std::string> Vault::OpenGlobal(std::string_view place, const Sealed& sealed) const {
  return Unseal(master_key_, sealed.text, Context("global", place));
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
  SG_ASSIGN_OR_RETURN(keys.data, Unseal(master_key_, workspace.data_key.text,
                                        Context(workspace.id, "workspaces/data_key")));
  SG_ASSIGN_OR_RETURN(keys.lookup, Unseal(master_key_, workspace.lookup_key.text,
                                          Context(workspace.id, "workspaces/lookup_key")));
  MutexLock lock(mutex_);
  return keys_.emplace(workspace.data_key.text, std::move(keys)).first->second;
}

}  // namespace sparkgate::server
