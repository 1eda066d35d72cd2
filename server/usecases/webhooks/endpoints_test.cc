#include "server/usecases/webhooks/endpoints.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "server/usecases/webhooks/webhook_fixture.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;

class EndpointsTest : public WebhookFixture {
 protected:
  std::string Refusal(const NewWebhookEndpoint& wanted) {
    const auto made = CreateWebhookEndpoint(server_.env, server_.MakeCall("w"), wanted);
    const ErrorDetail detail = DetailOf(made.status());
    return detail.fields.empty() ? detail.reason : detail.fields[0].field;
  }
};

TEST_F(EndpointsTest, ASecretIsShownOnceAndKeptSealed) {
  const NewWebhookEndpoint wanted{.url = Url()};
  const auto made = CreateWebhookEndpoint(server_.env, server_.MakeCall("w", "r"), wanted);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->secret.starts_with("whsec_"));
  EXPECT_EQ(made->view.endpoint.secret.text.find(made->secret), std::string::npos);
  const auto again = CreateWebhookEndpoint(server_.env, server_.MakeCall("w", "r"), wanted);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->view.endpoint, made->view.endpoint);
  EXPECT_EQ(again->secret, "");
}

TEST_F(EndpointsTest, APrivateKeyStaysHere) {
  const auto made = Create(WebhookScheme::kEd25519);
  EXPECT_EQ(made.secret, "");
  EXPECT_TRUE(made.view.endpoint.public_key.starts_with("whpk_"));
  const auto rotated =
      RotateWebhookSecret(server_.env, server_.MakeCall("w"), endpoint_, absl::Hours(1));
  EXPECT_EQ(rotated->secret, "");
  EXPECT_NE(rotated->view.endpoint.public_key, made.view.endpoint.public_key);
  EXPECT_EQ(rotated->view.endpoint.old_public_key, made.view.endpoint.public_key);
}

TEST_F(EndpointsTest, ALeakedSecretEndsAtOnce) {
  Create();
  const auto rotated =
      RotateWebhookSecret(server_.env, server_.MakeCall("w", "r"), endpoint_, absl::ZeroDuration());
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_TRUE(rotated->view.endpoint.old_secret.empty());
  const auto again =
      RotateWebhookSecret(server_.env, server_.MakeCall("w", "r"), endpoint_, absl::ZeroDuration());
  EXPECT_EQ(again->secret, "");
  EXPECT_EQ(again->view.endpoint, rotated->view.endpoint) << "rotated once";
  EXPECT_EQ(ReasonOf(RotateWebhookSecret(server_.env, server_.MakeCall("w"), endpoint_,
                                         absl::Hours(7 * 24 + 1))
                         .status()),
            "INVALID_FIELD");
}

TEST_F(EndpointsTest, RefusesWhatCannotWork) {
  EXPECT_EQ(Refusal({.url = "ftp://example.com"}), "webhook_endpoint.url");
  EXPECT_EQ(Refusal({.display_name = std::string(101, 'x'), .url = Url()}),
            "webhook_endpoint.display_name");
  for (const char* type : {"", "*", ".*", "ad.**", "Ad.made", "ad made"}) {
    EXPECT_EQ(Refusal({.url = Url(), .event_types = {"ad.*", type}}),
              "webhook_endpoint.event_types[1]")
        << type;
  }
  EXPECT_EQ(Refusal({.url = Url(), .event_types = std::vector<std::string>(51, "ad.*")}),
            "webhook_endpoint.event_types");
  for (int i = 0; i < kMostWebhookEndpoints; ++i) Create();
  EXPECT_EQ(Refusal({.url = Url()}), "WEBHOOK_ENDPOINTS_FULL");
}

TEST_F(EndpointsTest, ChangesAreToldAndOnRecord) {
  Create();
  const Call update = server_.MakeCall("w", "u");
  ASSERT_TRUE(UpdateWebhookEndpoint(server_.env, update, endpoint_, {.display_name = "CRM"}).ok());
  ASSERT_TRUE(UpdateWebhookEndpoint(server_.env, update, endpoint_, {.display_name = "CRM"}).ok());
  const auto change = [&](const WebhookEndpointChange& wanted) {
    return UpdateWebhookEndpoint(server_.env, server_.MakeCall("w"), endpoint_, wanted).status();
  };
  EXPECT_TRUE(change({.enabled = false}).ok());
  EXPECT_TRUE(change({.enabled = true}).ok());
  EXPECT_EQ(DetailOf(change({.url = "no"})).fields[0].field, "webhook_endpoint.url");
  EXPECT_EQ(Endpoint().url, Url());
  ASSERT_TRUE(DeleteWebhookEndpoint(server_.env, server_.MakeCall("w", "d"), endpoint_).ok());
  ASSERT_TRUE(DeleteWebhookEndpoint(server_.env, server_.MakeCall("w", "d"), endpoint_).ok());
  EXPECT_EQ(ReasonOf(change({.enabled = false})), "RESOURCE_NOT_FOUND");
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("webhook_endpoint.created", "webhook_endpoint.changed",
                          "webhook_endpoint.disabled", "webhook_endpoint.enabled",
                          "webhook_endpoint.deleted"));
  std::vector<std::string> actions;
  for (const AuditEntry& entry : server_.Audit("w")) actions.push_back(entry.action);
  EXPECT_THAT(actions, ElementsAre("webhook.create", "webhook.update", "webhook.update",
                                   "webhook.update", "webhook.delete"));
}

TEST_F(EndpointsTest, AnOtherWorkspacesEndpointIsNotThere) {
  Create();
  server_.AddWorkspace("v");
  EXPECT_EQ(ReasonOf(GetWebhookEndpoint(server_.env, "v", endpoint_).status()),
            "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(DeleteWebhookEndpoint(server_.env, server_.MakeCall("v"), endpoint_)),
            "RESOURCE_NOT_FOUND");
}

}  // namespace
}  // namespace sparkgate::server
