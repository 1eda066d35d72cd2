#include "server/usecases/testing/connected.h"

#include <optional>

#include "base/error.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/connect/tokens.h"

namespace sparkgate::server {
namespace {

Sealed Seal(TestServer& server, const Workspace& workspace, const std::string& place,
            const std::string& secret) {
  const auto sealed = server.env.vault.Seal(workspace, place, secret);
  DieUnlessOk(sealed.status());
  return *sealed;
}

}  // namespace

void PutTestApp(TestServer& server) {
  App app{.id = "app",
          .display_name = "app",
          .tiktok_app_id = "7001",
          .redirect_uris = {kTestRedirect, "https://brand.example/back"},
          .create_time = server.real.Now()};
  SealAppSecret(server.env, app, "secret");
  DieUnlessOk(server.env.store.Write([&](Transaction& tx) { return tx.apps().Insert(app); }));
}

Creator PutTestCreator(TestServer& server, const Workspace& workspace, const std::string& id) {
  Creator creator{.workspace = workspace.id,
                  .id = id,
                  .open_id = "open-" + id,
                  .access_end = kTestWorldStart + absl::Hours(24),
                  .consent_end = kTestWorldStart + absl::Hours(24 * 365),
                  .connect_time = kTestWorldStart};
  creator.access_token = Seal(server, workspace, AccessTokenPlace(creator), "access");
  creator.refresh_token = Seal(server, workspace, RefreshTokenPlace(creator), "refresh");
  DieUnlessOk(server.env.store.Write([&](Transaction& tx) { return tx.creators().Put(creator); }));
  return creator;
}

Advertiser PutTestAdvertiser(TestServer& server, const Workspace& workspace, const std::string& id,
                             const std::string& ad_account) {
  Advertiser advertiser{.workspace = workspace.id,
                        .id = id,
                        .scopes = {"1", "2", "6"},
                        .ad_accounts = {ad_account},
                        .connect_time = kTestWorldStart};
  advertiser.access_token = Seal(server, workspace, AccessTokenPlace(advertiser), "access");
  const AdAccount account{.workspace = workspace.id,
                          .id = ad_account,
                          .advertiser = id,
                          .display_name = "Brand",
                          .tiktok_status = "STATUS_ENABLE",
                          .currency = "USD",
                          .balance_micros = 5'000'000,
                          .sync_time = kTestWorldStart};
  DieUnlessOk(server.env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.advertisers().Put(advertiser));
    return tx.ad_accounts().Put(account);
  }));
  return advertiser;
}

Creator GetTestCreator(TestServer& server, const std::string& workspace, const std::string& id) {
  std::optional<Creator> creator;
  DieUnlessOk(server.env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(creator, tx.creators().Get(workspace, id));
    return absl::OkStatus();
  }));
  return creator.value_or(Creator());
}

Advertiser GetTestAdvertiser(TestServer& server, const std::string& workspace,
                             const std::string& id) {
  std::optional<Advertiser> advertiser;
  DieUnlessOk(server.env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(advertiser, tx.advertisers().Get(workspace, id));
    return absl::OkStatus();
  }));
  return advertiser.value_or(Advertiser());
}

}  // namespace sparkgate::server
