#include "server/usecases/access/reseal.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "server/usecases/access/worlds_of.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_records.h"

namespace sparkgate::server {
namespace {

constexpr int kRowsAtOnce = 500;

class Resealer {
 public:
  Resealer(Env& env, Transaction& tx, const Workspace& from, const Workspace& to)
      : env_(env), tx_(tx), from_(from), to_(to) {}

  absl::Status Creators() {
    return EachRow(
        [this](const Page& page) { return tx_.creators().List(to_.id, page); },
        [this](Creator& creator) -> absl::Status {
          if (creator.refresh_sent) {
            return WorkspaceBusy(from_.id, "is refreshing a creator's tokens");
          }
          SG_RETURN_IF_ERROR(Again(AccessTokenPlace(creator), creator.access_token).status());
          SG_RETURN_IF_ERROR(Again(RefreshTokenPlace(creator), creator.refresh_token).status());
          return tx_.creators().Put(creator);
        });
  }
  absl::Status Advertisers() {
    return EachRow(
        [this](const Page& page) { return tx_.advertisers().List(to_.id, page); },
        [this](Advertiser& advertiser) -> absl::Status {
          SG_RETURN_IF_ERROR(Again(AccessTokenPlace(advertiser), advertiser.access_token).status());
          return tx_.advertisers().Put(advertiser);
        });
  }
  absl::Status Codes() {
    return EachRow([this](const Page& page) { return tx_.codes().List(to_.id, {}, page); },
                   [this](Code& code) -> absl::Status {
                     SG_ASSIGN_OR_RETURN(const std::string canonical,
                                         Again(CodePlace(code.id), code.code));
                     if (canonical.empty()) return absl::OkStatus();
                     SG_ASSIGN_OR_RETURN(code.lookup_hash, env_.vault.LookupHash(to_, canonical));
                     return tx_.codes().Put(code);
                   });
  }

 private:
  template <class List, class Change>
  absl::Status EachRow(List list, Change change) {
    Page page{.after = "", .limit = kRowsAtOnce};
    while (true) {
      SG_ASSIGN_OR_RETURN(auto rows, list(page));
      if (rows.empty()) return absl::OkStatus();
      page.after = rows.back().id;
      for (auto& row : rows) SG_RETURN_IF_ERROR(change(row));
    }
  }
  // What was sealed; "" if nothing was.
  absl::StatusOr<std::string> Again(std::string_view place, Sealed& sealed) {
    if (sealed.empty()) return "";
    SG_ASSIGN_OR_RETURN(std::string secret, env_.vault.Open(from_, place, sealed));
    SG_ASSIGN_OR_RETURN(sealed, env_.vault.Seal(to_, place, secret));
    return secret;
  }

  Env& env_;
  Transaction& tx_;
  const Workspace& from_;
  const Workspace& to_;
};

}  // namespace

absl::Status Reseal(Env& env, Transaction& tx, const Workspace& from, const Workspace& to) {
  Resealer resealer(env, tx, from, to);
  SG_RETURN_IF_ERROR(resealer.Creators());
  SG_RETURN_IF_ERROR(resealer.Advertisers());
  return resealer.Codes();
}

}  // namespace sparkgate::server
