// Events of simulated stories, as they arrive at a system of the user's own: signed, in order per
// resource, again where they failed, at least once.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <absl/strings/str_split.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/files.h"
#include "base/http/server.h"
#include "base/json.h"
#include "sparkgate/v1/webhook_endpoint_service.pb.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

struct Hook {
  std::string id;
  std::string timestamp;
  std::vector<std::string> signatures;
  std::string body;
  std::string type;
  std::string resource;
  std::string event_time;
  int64_t number = 0;

  std::string Signed() const { return fmt::format("{}.{}.{}", id, timestamp, body); }
};

// The user's system. Answers what the test likes; what it doesn't answer stays open.
class Receiver {
 public:
  using Answer = std::function<void(const Hook&, const HttpReply&)>;

  Receiver() {
    server_ = HttpServer::Start({.threads = 4}, [this](const HttpServerRequest& request,
                                                       const HttpReply& reply) {
                Take(request, reply);
              }).value();
  }
  ~Receiver() { server_->Stop(absl::ZeroDuration()); }

  std::string url() const { return fmt::format("http://127.0.0.1:{}/hooks", server_->port()); }
  void OnHook(Answer answer) {
    MutexLock lock(mutex_);
    answer_ = std::move(answer);
  }
  void AnswerWith(int status) {
    OnHook([status](const Hook&, const HttpReply& reply) { reply({.status = status}); });
  }
  std::vector<Hook> hooks() const {
    MutexLock lock(mutex_);
    return hooks_;
  }

 private:
  void Take(const HttpServerRequest& request, const HttpReply& reply) {
    const auto payload = ParseJson(request.body).value().as_object();
    const auto& data = *JsonObject(payload, "data");
    const Hook hook{
        .id = request.Header("webhook-id").value_or(""),
        .timestamp = request.Header("webhook-timestamp").value_or(""),
        .signatures = absl::StrSplit(request.Header("webhook-signature").value_or(""), ' '),
        .body = request.body,
        .type = JsonString(payload, "type").value_or(""),
        .resource = JsonString(data, "resource").value_or(""),
        .event_time = JsonString(data, "event_time").value_or(""),
        .number = JsonInt(data, "number").value_or(-1)};
    Answer answer;
    {
      MutexLock lock(mutex_);
      hooks_.push_back(hook);
      answer = answer_;
    }
    answer(hook, reply);
  }

  mutable Mutex mutex_;
  Answer answer_ SG_GUARDED_BY(mutex_) = [](const Hook&, const HttpReply& reply) {
    reply({.status = 204});
  };
  std::vector<Hook> hooks_ SG_GUARDED_BY(mutex_);
  std::unique_ptr<HttpServer> server_;
};

// As somebody verifies who knows nothing of Sparkgate: by OpenSSL.
std::string HmacSignature(const std::string& secret, const Hook& hook) {
  const std::string key = FromBase64(secret.substr(std::string_view("whsec_").size())).value();
  const std::string text = hook.Signed();
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), &out[0], &size);
  return "v1," + ToBase64({reinterpret_cast<const char*>(&out[0]), size});
}

bool EdVerifies(const std::string& public_key, const Hook& hook, const std::string& signature) {
  if (!signature.starts_with("v1a,")) return false;
  const std::string key = FromBase64(public_key.substr(5)).value();
  const std::string bytes = FromBase64(signature.substr(4)).value();
  const std::string text = hook.Signed();
  EVP_PKEY* pkey = EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pkey);
  const int verified =
      EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(pkey);
  return verified == 1;
}

class WebhooksTest : public testing::Test {
 protected:
  WebhooksTest() {
    programs_.flags = {{"--webhooks-allow-http", ""}, {"--webhooks-allow-private", ""}};
    programs_.Start();
  }

  v1::CreateWebhookEndpointResponse Create(const Story& story, const std::string& more = "") {
    return story.api
        .Ask<v1::CreateWebhookEndpointResponse>("WebhookEndpointService.CreateWebhookEndpoint",
                                                "parent: '{}' webhook_endpoint: < url: '{}' {} >",
                                                story.workspace, receiver_.url(), more)
        .value();
  }
  static v1::WebhookEndpoint Get(const Story& story, const std::string& name) {
    return story.api
        .Ask<v1::WebhookEndpoint>("WebhookEndpointService.GetWebhookEndpoint", "name: '{}'", name)
        .value();
  }
  static std::vector<v1::WebhookDelivery> Log(const Story& story, const std::string& name) {
    const auto page =
        story.api
            .Ask<v1::ListWebhookDeliveriesResponse>("WebhookEndpointService.ListWebhookDeliveries",
                                                    "parent: '{}' page_size: 1000", name)
            .value();
    return {page.webhook_deliveries().begin(), page.webhook_deliveries().end()};
  }
  // Everything that is due now was done.
  static void Settle(Story& story) { story.Advance(absl::ZeroDuration()); }

  // Every event since `after` has arrived, and those of each resource in order, repeats aside.
  void ExpectAllArrived(const Story& story, int64_t after) {
    std::map<std::string, int64_t> last;
    std::set<int64_t> arrived;
    for (const Hook& hook : receiver_.hooks()) {
      if (!arrived.insert(hook.number).second) continue;
      EXPECT_GT(hook.number, last[hook.resource]) << hook.resource;
      last[hook.resource] = hook.number;
    }
    for (const v1::Event& event : story.Events()) {
      if (event.number() <= after) continue;
      EXPECT_TRUE(arrived.contains(event.number())) << event.number() << " " << event.type();
    }
  }

  Receiver receiver_;  // outlives the programs, which may still send to it
  Programs programs_;
};

TEST_F(WebhooksTest, AStoryArrivesSignedAndInOrder) {
  Story story(programs_, {.workspace = "hooks"});
  const auto made = Create(story);
  const auto pair = Create(story, "signature_scheme: WEBHOOK_SIGNATURE_SCHEME_ED25519");
  ASSERT_EQ(pair.webhook_endpoint().public_keys_size(), 1);
  story.PlayUntilPublished();
  story.Advance(absl::Hours(31 * 24));  // the code ends, and with it the ad

  const auto events = story.Events();
  std::map<int64_t, v1::Event> by_number;
  for (const v1::Event& event : events) by_number[event.number()] = event;
  ExpectAllArrived(story, 0);
  std::set<std::string> types;
  std::set<int64_t> by_hmac;
  const int64_t real = absl::ToUnixSeconds(SystemClock().Now());
  for (const Hook& hook : receiver_.hooks()) {
    ASSERT_TRUE(by_number.contains(hook.number));
    const v1::Event& event = by_number[hook.number];
    EXPECT_EQ(hook.type, event.type());
    EXPECT_EQ(hook.resource, event.resource());
    absl::Time told;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, hook.event_time, &told, nullptr));
    EXPECT_EQ(told, ToTime(event.event_time())) << "the world's time";
    EXPECT_LT(std::abs(std::stoll(hook.timestamp) - real), 3600) << "not the world's";
    ASSERT_EQ(hook.signatures.size(), 1u);
    if (hook.signatures[0] == HmacSignature(made.secret(), hook)) {
      by_hmac.insert(hook.number);
    } else {
      EXPECT_TRUE(EdVerifies(pair.webhook_endpoint().public_keys(0), hook, hook.signatures[0]));
    }
    types.insert(hook.type);
  }
  EXPECT_EQ(by_hmac.size(), events.size());
  EXPECT_THAT(types, IsSupersetOf({"code.generated", "post.authorized", "ad.published",
                                   "authorization.ending", "code.ended", "ad.stopped"}));
  EXPECT_EQ(programs_.ServerLog().find(made.secret()), std::string::npos);
  EXPECT_EQ(ReadFile(programs_.Path("server/sparkgate.db")).value().find(made.secret()),
            std::string::npos);
}

TEST_F(WebhooksTest, WhatFailsIsSentAgainAtTheWorldsTimes) {
  Story story(programs_, {.workspace = "again"});
  const std::string name = Create(story, "event_types: 'code.*'").webhook_endpoint().name();
  receiver_.AnswerWith(500);
  story.OpenPost();
  story.GenerateCode();
  Settle(story);
  const absl::Time start = story.Now();
  ASSERT_EQ(Log(story, name).size(), 1u);
  EXPECT_EQ(Log(story, name)[0].attempts(), 1);
  EXPECT_EQ(Log(story, name)[0].last_status(), 500);
  EXPECT_EQ(ToTime(Log(story, name)[0].next_attempt_time()), start + absl::Seconds(5));
  story.Advance(absl::Seconds(4));
  EXPECT_EQ(Log(story, name)[0].attempts(), 1);
  story.Advance(absl::Minutes(6));
  EXPECT_EQ(Log(story, name)[0].attempts(), 3);
  EXPECT_EQ(ToTime(Log(story, name)[0].next_attempt_time()),
            start + absl::Minutes(35) + absl::Seconds(5));
  receiver_.AnswerWith(200);
  story.Advance(absl::Hours(1));
  EXPECT_EQ(Log(story, name)[0].state(), v1::WEBHOOK_DELIVERY_STATE_DELIVERED);
  std::set<std::string> ids;
  for (const Hook& hook : receiver_.hooks()) ids.insert(hook.id);
  EXPECT_EQ(receiver_.hooks().size(), 4u);
  EXPECT_EQ(ids.size(), 1u);
}

TEST_F(WebhooksTest, AKilledServerLosesNothing) {
  Story story(programs_, {.workspace = "killed"});
  Create(story);
  Settle(story);
  // The receiver has it, and the server will never know.
  Inbox<std::string> received;
  Inbox<HttpReply> open;
  receiver_.OnHook([&](const Hook& hook, const HttpReply& reply) {
    if (hook.type != "code.generated") return reply({.status = 200});
    open.Add(reply);
    received.Add(hook.id);
  });
  story.OpenPost();
  story.GenerateCode();
  const std::string id = received.Next().value();
  story.api.LeaveServer();
  programs_.KillServer();
  receiver_.AnswerWith(200);
  programs_.StartServer();
  story.Reconnect(programs_);
  story.Advance(absl::Minutes(1));
  ExpectAllArrived(story, 0);
  int times = 0;
  for (const Hook& hook : receiver_.hooks()) {
    if (hook.type != "code.generated") continue;
    EXPECT_EQ(hook.id, id);
    ++times;
  }
  EXPECT_GE(times, 2);
}

TEST_F(WebhooksTest, ARotationOverlaps) {
  Story story(programs_, {.workspace = "rotated"});
  const auto made = Create(story, "event_types: 'creator.*'");
  const auto rotated =
      story.api
          .Ask<v1::RotateWebhookSecretResponse>("WebhookEndpointService.RotateWebhookSecret",
                                                "name: '{}'", made.webhook_endpoint().name())
          .value();
  EXPECT_NE(rotated.secret(), made.secret());
  EXPECT_TRUE(rotated.webhook_endpoint().has_old_secret_end_time());
  story.OpenPost();
  Settle(story);
  const auto hooks = receiver_.hooks();
  ASSERT_EQ(hooks.size(), 1u);
  EXPECT_THAT(hooks[0].signatures, ElementsAre(HmacSignature(rotated.secret(), hooks[0]),
                                               HmacSignature(made.secret(), hooks[0])));
}

TEST_F(WebhooksTest, AReplaySendsTheSameAgain) {
  Story story(programs_, {.workspace = "replayed"});
  const std::string name = Create(story).webhook_endpoint().name();
  story.OpenPost();
  Settle(story);
  const auto first = receiver_.hooks();
  const auto replayed =
      story.api
          .Ask<v1::ReplayWebhookEventsResponse>("WebhookEndpointService.ReplayWebhookEvents",
                                                "name: '{}' first_number: 1 last_number: {}", name,
                                                story.Events().back().number())
          .value();
  EXPECT_EQ(replayed.events(), static_cast<int>(first.size()));
  Settle(story);
  std::map<std::string, int> times;
  for (const Hook& hook : receiver_.hooks()) ++times[hook.id];
  EXPECT_EQ(times.size(), first.size());
  for (const auto& [id, count] : times) EXPECT_EQ(count, 2) << id;
}

TEST_F(WebhooksTest, WhoIsGoneIsDisabledAndThatIsTold) {
  Story story(programs_, {.workspace = "gone"});
  const std::string name = Create(story, "event_types: 'creator.*'").webhook_endpoint().name();
  receiver_.AnswerWith(410);
  story.OpenPost();
  Settle(story);
  EXPECT_FALSE(Get(story, name).enabled());
  EXPECT_EQ(Get(story, name).disabled_reason(), v1::WEBHOOK_DISABLED_REASON_GONE);
  const auto told = story.Events("'webhook_endpoint.disabled'");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].resource(), name);
  EXPECT_EQ(told[0].attributes().at("reason"), "GONE");
  // A test reaches it all the same, and what waited comes once it is enabled.
  receiver_.AnswerWith(200);
  const auto ping = story.api
                        .Ask<v1::WebhookDelivery>("WebhookEndpointService.TestWebhookEndpoint",
                                                  "name: '{}'", name)
                        .value();
  EXPECT_EQ(ping.state(), v1::WEBHOOK_DELIVERY_STATE_DELIVERED);
  story.api
      .Ask<v1::WebhookEndpoint>("WebhookEndpointService.UpdateWebhookEndpoint",
                                "webhook_endpoint: < name: '{}' enabled: true > "
                                "update_mask: < paths: 'enabled' >",
                                name)
      .value();
  story.Advance(absl::Minutes(1));
  EXPECT_EQ(Get(story, name).pending_deliveries(), 0);
}

TEST_F(WebhooksTest, ADeadReceiverHoldsUpNoAdvance) {
  Story story(programs_, {.workspace = "dead"});
  const std::string name = Create(story).webhook_endpoint().name();
  Inbox<HttpReply> open;
  receiver_.OnHook([&](const Hook&, const HttpReply& reply) { open.Add(reply); });
  story.OpenPost();
  story.Advance(absl::Hours(1));
  const auto log = Log(story, name);
  EXPECT_EQ(log.back().attempts(), 4);
  EXPECT_EQ(log.back().last_failure(), "HTTP_TIMEOUT");
  receiver_.AnswerWith(503);
  story.Advance(absl::Hours(4 * 24));
  EXPECT_EQ(Get(story, name).disabled_reason(), v1::WEBHOOK_DISABLED_REASON_FAILING);
}

TEST(RefusedWebhooksTest, PrivateAddressesAreRefusedUnlessAllowed) {
  Programs programs;
  programs.Start();
  Story story(programs, {.workspace = "private"});
  for (const char* url :
       {"http://example.com/", "https://127.0.0.1/", "https://localhost/",
        "https://169.254.169.254/latest/", "https://[::1]/", "https://10.0.0.1/"}) {
    EXPECT_EQ(Describe(story.api.Try("WebhookEndpointService.CreateWebhookEndpoint",
                                     "parent: '{}' webhook_endpoint: < url: '{}' >",
                                     story.workspace, url)),
              "INVALID_ARGUMENT INVALID_FIELD webhook_endpoint.url")
        << url;
  }
}

}  // namespace
}  // namespace sparkgate::integration
