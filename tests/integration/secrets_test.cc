// Codes, tokens, app secrets and keys are bearer capabilities: after a story with all of them, none
// is in a program's log, in an error, in an answer (but the one that is asked for it), in a metric
// or in any file of the database. The simulator tells a code to whoever stands for its creator, and
// keeps them in its files as TikTok does; its log is as clean as the server's.
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include <absl/strings/ascii.h>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/http/client.h"
#include "base/json.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "sparkgate/v1/webhook_endpoint_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace json = boost::json;

constexpr size_t kTelling = 8;  // this many characters of a secret aren't there by chance
constexpr char kAppSecret[] = "appSecretOfTheTestThatNobodyMaySee0123456789";

bool IsSecretName(std::string_view name) {
  return name.find("token") != name.npos || name.find("secret") != name.npos || name == "auth_code";
}

class SecretsTest : public BetweenPrograms {
 protected:
  // Secrets are looked for by their runs of letters and digits, so that no quoting or percent sign
  // hides them.
  void Hide(std::string_view secret) {
    std::string run;
    for (const char c : std::string(secret) + " ") {
      if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
        run += c;
      } else {
        if (run.size() >= kTelling) secrets_.insert(run);
        run.clear();
      }
    }
  }
  void HideInJson(const json::value& value) {
    if (const json::array* array = value.if_array()) {
      for (const json::value& item : *array) HideInJson(item);
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return;
    for (const auto& [name, member] : *object) {
      const json::string* text = member.if_string();
      if (text != nullptr && IsSecretName({name.data(), name.size()})) {
        Hide({text->data(), text->size()});
      }
      HideInJson(member);
    }
  }
  // Every secret that went between the server and TikTok.
  void HideWhatWasSent() {
    for (const Middleman::Exchange& exchange : middleman->exchanges()) {
      Hide(exchange.request.Header("access-token").value_or(""));
      for (const auto& [name, value] : ParseQuery(exchange.request.query)) {
        if (IsSecretName(name)) Hide(value);
      }
      for (const std::string& body : {exchange.request.body, exchange.answer}) {
        if (const auto parsed = ParseJson(body); parsed.ok()) HideInJson(*parsed);
      }
    }
  }

  void ExpectClean(std::string_view text, const std::string& where) const {
    EXPECT_FALSE(text.empty()) << where;
    for (const std::string& secret : secrets_) {
      EXPECT_EQ(text.find(secret), text.npos) << where << " has " << secret;
    }
  }
  // The error of a call that must fail.
  std::string ErrorOf(const absl::Status& status) const {
    EXPECT_FALSE(status.ok());
    std::string text = status.ToString();
    status.ForEachPayload(
        [&](absl::string_view, const absl::Cord& payload) { text += std::string(payload); });
    return text;
  }

  // All that a watcher is told, from the first event to the last there is.
  static std::string Watch(const Story& story) {
    const int64_t last = story.Events().back().number();
    auto watch = story.api.Open<v1::WatchEventsResponse>("EventService.WatchEvents", "parent: '{}'",
                                                         story.workspace);
    std::string all;
    while (const auto message = watch.Next()) {
      all += message->DebugString();
      if (message->resume_after() >= last) return all;
    }
    ADD_FAILURE() << watch.End();
    return "";
  }
  // Calls of the simulator that have secrets in them and go wrong, or are news to it: what it logs.
  void MakeTheSimulatorLog(const Story& story, const std::string& code) const {
    EXPECT_EQ(story.api
                  .Ask<simulator::v1::CopyCodeResponse>("CreatorAppService.CopyCode", "post: '{}'",
                                                        story.item)
                  .value()
                  .code(),
              code);
    for (const char* endpoint : {"tcm/spark_ad/status/get/", "tt_video/info/"}) {
      HttpRequest request{
          .url = fmt::format("{}/w/secrets/open_api/v1.3/{}?auth_code={}&secret={}",
                             programs.SimulatorUrl(), endpoint, PercentEncode(code), kAppSecret),
          .headers = {{"Access-Token", kAppSecret}}};
      EXPECT_TRUE(NewCurlClient({})->Send(request).ok());
    }
  }

  template <class... Args>
  void ExpectCleanAnswer(const Api& api, std::string_view method, std::string_view request,
                         const Args&... args) const {
    EXPECT_EQ(Describe(api.Try(method, request, args...)), "OK") << method;
    ExpectClean(api.Show(method, request, args...), std::string(method));
  }
  // Whatever shows what there is.
  void ExpectCleanAnswers(const Story& story, const Api& admin) const {
    for (const char* list :
         {"WorkspaceService.ListApiKeys", "CreatorService.ListCreators", "CreatorService.ListCodes",
          "AdvertiserService.ListAdvertisers", "AdvertiserService.ListAdAccounts",
          "AdService.ListCampaigns", "AdService.ListAdGroups", "AdService.ListAds",
          "OperationService.ListOperations", "EventService.ListEvents",
          "WebhookEndpointService.ListWebhookEndpoints"}) {
      ExpectCleanAnswer(story.api, list, "parent: '{}' page_size: 1000", story.workspace);
    }
    ExpectCleanAnswer(story.api, "CreatorService.ListPosts", "parent: '{}'", story.creator);
    ExpectCleanAnswer(story.api, "LibraryService.ListSparkPosts", "parent: '{}'", story.ad_account);
    ExpectCleanAnswer(story.api, "WorkspaceService.GetWorkspace", "name: '{}'", story.workspace);
    ExpectCleanAnswer(admin, "WorkspaceService.ListWorkspaces", "");
    ExpectCleanAnswer(admin, "AppService.ListApps", "");
    const auto operations =
        story.api
            .Ask<v1::ListOperationsResponse>("OperationService.ListOperations",
                                             "parent: '{}' page_size: 1000", story.workspace)
            .value();
    EXPECT_GT(operations.operations_size(), 0);
    for (const v1::Operation& operation : operations.operations()) {
      ExpectCleanAnswer(story.api, "OperationService.GetOperation", "name: '{}'", operation.name());
    }
    ExpectClean(Watch(story), "the watch stream");
  }

  std::set<std::string> secrets_;
};

TEST_F(SecretsTest, StaySecret) {
  Api admin(programs, programs.AdminKey());
  ASSERT_EQ(Describe(admin.Try("AppService.CreateApp",
                               "app_id: 'told' app: < environment: ENVIRONMENT_SIMULATOR "
                               "tiktok_app_id: '7400000000000000001' secret: '{}' "
                               "redirect_uris: 'http://127.0.0.1:1/back' >",
                               kAppSecret)),
            "OK");
  Story story(programs, {.workspace = "secrets", .more = "app: 'apps/told'"});
  story.PlayUntilPublished();
  const std::string code = story.RevealCode();
  const auto made = story.api
                        .Ask<v1::CreateApiKeyResponse>(
                            "WorkspaceService.CreateApiKey",
                            "parent: '{}' api_key: < role: ROLE_VIEWER >", story.workspace)
                        .value();
  // Nothing of this type is ever sent, so that nobody is called.
  const auto hook = story.api
                        .Ask<v1::CreateWebhookEndpointResponse>(
                            "WebhookEndpointService.CreateWebhookEndpoint",
                            "parent: '{}' webhook_endpoint: < url: 'https://example.com' "
                            "event_types: 'never' >",
                            story.workspace)
                        .value();
  const auto rotated =
      story.api
          .Ask<v1::RotateWebhookSecretResponse>("WebhookEndpointService.RotateWebhookSecret",
                                                "name: '{}'", hook.webhook_endpoint().name())
          .value();
  story.AdvanceTo(ToTime(story.GetCode().end_time()));  // the creator's token is old by then
  story.api.Ask<v1::Code>("CreatorService.ExtendCode", "name: '{}' add_days: 30", story.code)
      .value();
  story.Advance(absl::Hours(24));

  // What goes wrong speaks of codes and tokens too.
  std::string errors;
  std::string wrong = code;
  wrong[20] = wrong[20] == 'A' ? 'B' : 'A';
  Hide(wrong);
  for (const std::string& pasted : {wrong, code + "!", "x" + code}) {
    errors += ErrorOf(story.api.Try("LibraryService.AuthorizeCode", "ad_account: '{}' code: {}",
                                    story.ad_account, Quote(pasted)));
  }
  const std::string back =
      "http://127.0.0.1:1/back?auth_code=oauthCodeOfTheTest&code="
      "oauthCodeOfTheTest&state=stateOfTheTest";
  Hide("oauthCodeOfTheTest");
  for (const char* method :
       {"CreatorService.FinishCreatorConnect", "AdvertiserService.FinishAdvertiserConnect"}) {
    errors += ErrorOf(
        story.api.Try(method, "parent: '{}' redirect_address: {}", story.workspace, Quote(back)));
  }
  // A TikTok that repeats what it was sent.
  middleman->AtNext("tt_video/info/", [&](const Middleman::Forward&) {
    return HttpServerResponse{.body = R"({"code":40002,"message":"auth_code )" + code +
                                      R"( isn't liked","request_id":"1","data":{}})"};
  });
  errors += ErrorOf(story.api.Try("LibraryService.LookUpCode", "ad_account: '{}' code: {}",
                                  story.ad_account, Quote(code)));
  middleman->AtNext("tt_video/info/", [&](const Middleman::Forward&) {
    return HttpServerResponse{.status = 502, .content_type = "text/html", .body = "<p>" + code};
  });
  errors += ErrorOf(story.api.Try("LibraryService.LookUpCode", "ad_account: '{}' code: {}",
                                  story.ad_account, Quote(code)));
  errors += ErrorOf(
      Api(programs, made.secret() + "x").Try("CreatorService.GetCode", "name: '{}'", story.code));

  MakeTheSimulatorLog(story, code);

  HideWhatWasSent();
  EXPECT_GE(secrets_.size(), 8u) << "tokens of both kinds, codes and secrets";
  for (const std::string& secret :
       {code, made.secret(), hook.secret(), rotated.secret(), story.key, programs.AdminKey(),
        std::string(kAppSecret), ReadFile(programs.Path("secrets/master.key")).value()}) {
    Hide(secret);
  }

  ExpectClean(errors, "an error");
  ExpectClean(programs.ServerLog(), "the server's log");
  ExpectClean(programs.SimulatorLog(), "the simulator's log");
  EXPECT_NE(programs.SimulatorLog().find("tcm/spark_ad/status/get"), std::string::npos);
  const auto files = std::filesystem::recursive_directory_iterator(programs.Path("server"));
  for (const auto& file : files) {
    if (file.file_size() > 0) ExpectClean(ReadFile(file.path()).value(), file.path());
  }
  HttpRequest metrics{.url = fmt::format("http://127.0.0.1:{}/metrics", programs.server().http)};
  ExpectClean(NewCurlClient({})->Send(metrics).value().body, "metrics");
  ExpectCleanAnswers(story, admin);

  // And this is how a search looks that finds something: TikTok's own files.
  admin.LeaveServer();
  story.api.LeaveServer();
  story.api.LeaveSimulator();
  programs.StopServer();
  programs.StopSimulator();
  std::string tiktok;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(programs.Path("simulator"))) {
    if (file.is_regular_file()) tiktok += ReadFile(file.path()).value();
  }
  EXPECT_NE(tiktok.find(kAppSecret), tiktok.npos);
  EXPECT_NE(tiktok.find(code.substr(1, 12)), tiktok.npos);
}

}  // namespace
}  // namespace sparkgate::integration
