// For tests of what calls TikTok in somebody's name: puts an app, a creator and an advertiser with
// an ad account into a workspace, with sealed tokens.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_CONNECTED_H_
#define SPARKGATE_SERVER_USECASES_TESTING_CONNECTED_H_

#include <string>

#include "server/domain/connection.h"
#include "server/domain/workspace.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {

inline constexpr char kTestRedirect[] = "http://127.0.0.1:7401/tiktok/redirect";

// The app that TestServer's workspaces name: "app", its secret "secret".
void PutTestApp(TestServer& server);

// Connected at kTestWorldStart, a token "access" for a day, "refresh" for a year.
Creator PutTestCreator(TestServer& server, const Workspace& workspace, const std::string& id);

// Connected, token "access", all that Sparkgate needs granted; its one account is `ad_account`.
Advertiser PutTestAdvertiser(TestServer& server, const Workspace& workspace, const std::string& id,
                             const std::string& ad_account);

Creator GetTestCreator(TestServer& server, const std::string& workspace, const std::string& id);
Advertiser GetTestAdvertiser(TestServer& server, const std::string& workspace,
                             const std::string& id);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_CONNECTED_H_
