// The consent pages over a real socket, as a browser sees them. The API tells what consent gave.
#include "simulator/consent_pages/consent_pages.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "base/http/server.h"
#include "simulator/business_api/api_fixture.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/creators.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

class ConsentPagesTest : public ApiTest {
 protected:
  ConsentPagesTest()
      : pages_([this](std::string_view id) {
          return id == "default" || id == "test" ? world_ : nullptr;
        }),
        server_(
            HttpServer::Start({}, [this](const HttpServerRequest& request, const HttpReply& reply) {
              reply(pages_.Handle(request));
            }).value()) {}
  ~ConsentPagesTest() override { server_->Stop(absl::ZeroDuration()); }

  HttpResponse Browse(std::string_view method, const std::string& path,
                      const std::string& form = "") {
    HttpRequest request;
    request.method = std::string(method);
    request.url = fmt::format("http://127.0.0.1:{}{}", server_->port(), path);
    request.body = form;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    absl::StatusOr<HttpResponse> response = client_->Send(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : HttpResponse{};
  }

  std::string AdvertiserPath(std::string_view more = "") {
    return fmt::format("/portal/auth?app_id={}&state=s%26%2B1&redirect_uri={}{}", ids_.app,
                       PercentEncode(kRedirect), more);
  }
  std::string CreatorPath(std::string_view scopes = "video.list,biz.spark.auth",
                          std::string_view more = "") {
    return fmt::format(
        "/v2/auth/authorize?client_key={}&response_type=code&scope={}&redirect_uri={}&state=s1{}",
        ids_.app, scopes, PercentEncode(kRedirect), more);
  }

  std::string OpenAdAccount(const std::string& name) {
    NewAdvertiser brand;
    brand.name = name;
    return world_->Write(
        [&](WorldState& state) { return OpenAdvertiserAccount(state, brand).value()->id; });
  }
  std::string OpenCreator(const std::string& username, const std::string& name = "") {
    NewCreator person;
    person.username = username;
    person.display_name = name;
    return world_->Write(
        [&](WorldState& state) { return OpenCreatorAccount(state, person).value()->id; });
  }

  static std::string Location(const HttpResponse& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "location") return value;
    }
    return "";
  }
  // The query of the address that an answer leads to; a failure if it leads nowhere.
  static std::map<std::string, std::string> Redirected(const HttpResponse& response) {
    EXPECT_EQ(response.status, 302) << response.body;
    const std::string address = Location(response);
    EXPECT_TRUE(address.starts_with(std::string(kRedirect) + "?"));
    std::map<std::string, std::string> query;
    for (auto& [name, value] : ParseQuery(
             address.substr(std::min(address.size(), std::string_view(kRedirect).size() + 1)))) {
      query[name] = value;
    }
    return query;
  }
  size_t OauthCodes() {
    return world_->Read([](const WorldState& state) { return state.oauth_codes.size(); });
  }

  json::object AdvertiserData(const std::string& code) {
    return PostData("oauth2/access_token",
                    {{"app_id", ids_.app}, {"secret", ids_.secret}, {"auth_code", code}});
  }
  json::object CreatorData(const std::string& code) {
    return PostData("tt_user/oauth2/token", {{"client_id", ids_.app},
                                             {"client_secret", ids_.secret},
                                             {"grant_type", "authorization_code"},
                                             {"auth_code", code},
                                             {"redirect_uri", kRedirect}});
  }

  const std::unique_ptr<HttpClient> client_ = NewCurlClient({});
  const ConsentPages pages_;
  const std::unique_ptr<HttpServer> server_;
};

TEST_F(ConsentPagesTest, ServesTwoPathsInEveryWorldAndNothingElse) {
  for (const char* path : {"/portal/auth", "/portal/auth/", "/v2/auth/authorize",
                           "/v2/auth/authorize/", "/w/a/portal/auth", "/w/a/v2/auth/authorize/"}) {
    EXPECT_TRUE(ConsentPages::Serves(path)) << path;
  }
  for (const char* path : {"/", "", "/w/", "/w/a", "/portal", "/x/portal/auth", "/portal/auth//",
                           "/open_api/v1.3/portal/auth/", "/w/a/b/portal/auth"}) {
    EXPECT_FALSE(ConsentPages::Serves(path)) << path;
  }
}

TEST_F(ConsentPagesTest, ThePageSaysWhichAppAsksForWhat) {
  const HttpResponse page = Browse("GET", AdvertiserPath());
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.headers, testing::Contains(testing::Pair("content-type", HasSubstr("html"))));
  EXPECT_THAT(page.body, HasSubstr(ids_.app));
  EXPECT_THAT(page.body, HasSubstr(kRedirect));
  EXPECT_THAT(page.body, HasSubstr("value=\"691\" checked> Authorize TikTok posts"));
  EXPECT_THAT(page.body, HasSubstr(fmt::format("value=\"{}\" checked> Brand", ids_.advertiser)));
  const HttpResponse creators = Browse("GET", "/w/test" + CreatorPath());
  EXPECT_THAT(creators.body, HasSubstr("value=\"biz.spark.auth\" checked"));
  EXPECT_THAT(creators.body, Not(HasSubstr("user.info.basic")));
  EXPECT_THAT(creators.body, HasSubstr("Mira Müller (@mira)"));
  EXPECT_EQ(OauthCodes(), 2u) << "the fixture's own: looking gives nothing";
}

TEST_F(ConsentPagesTest, AllowingLeadsBackWithACodeForWhatWasTicked) {
  const std::string second = OpenAdAccount("Second");
  const std::string third = OpenAdAccount("Third");
  const HttpResponse answer = Browse(
      "POST", "/w/test" + AdvertiserPath(),
      fmt::format("account={}&account={}&grant=690&grant=691&decision=allow", second, third));
  std::map<std::string, std::string> query = Redirected(answer);
  EXPECT_EQ(query["state"], "s&+1");
  EXPECT_EQ(query["code"], query["auth_code"]);
  const json::object data = AdvertiserData(query["auth_code"]);
  std::vector<std::string> reached;
  for (const json::value& id : data.at("advertiser_ids").as_array()) {
    reached.emplace_back(id.as_string());
  }
  EXPECT_THAT(reached, testing::UnorderedElementsAre(second, third));
  EXPECT_EQ(json::serialize(data.at("scope")), "[690,691]");
}

TEST_F(ConsentPagesTest, ACreatorIsChosenByIdOrUserName) {
  OpenCreator("ben");
  const auto username = [&](const std::string& account) {
    const HttpResponse answer = Browse(
        "POST", CreatorPath("user.info.username,user.info.basic,video.list"),
        fmt::format("account={}&grant=user.info.username&grant=user.info.basic&decision=allow",
                    PercentEncode(account)));
    const json::object data = CreatorData(Redirected(answer)["code"]);
    EXPECT_THAT(std::string(data.at("scope").as_string()), Not(HasSubstr("video.list")));
    const json::object profile =
        GetData("business/get",
                {{"business_id", std::string(data.at("open_id").as_string())},
                 {"fields", R"(["username"])"}},
                std::string(data.at("access_token").as_string()));
    return std::string(profile.at("username").as_string());
  };
  EXPECT_EQ(username("@ben"), "ben");
  EXPECT_EQ(username("ben"), "ben");
  EXPECT_EQ(username(ids_.creator), "mira");
}

TEST_F(ConsentPagesTest, DenyingLeadsBackWithAnErrorAndNeedsNoChoice) {
  const size_t before = OauthCodes();
  for (const std::string& path : {AdvertiserPath(), CreatorPath()}) {
    std::map<std::string, std::string> query =
        Redirected(Browse("POST", path, "decision=deny&account=nobody"));
    EXPECT_EQ(query["error"], "access_denied");
    EXPECT_NE(query["state"], "");
    EXPECT_FALSE(query.contains("code"));
  }
  EXPECT_EQ(OauthCodes(), before);
}

TEST_F(ConsentPagesTest, AnAnswerThatWontDoGetsThePageAgain) {
  OpenCreator("ben");
  const auto problem = [&](const std::string& path, const std::string& form) {
    const HttpResponse page = Browse("POST", path, form);
    EXPECT_EQ(page.status, 400);
    EXPECT_EQ(Location(page), "");
    EXPECT_THAT(page.body, HasSubstr("<button name=\"decision\" value=\"allow\">"));
    const size_t begin = page.body.find("<p role=\"alert\">");
    return begin == std::string::npos
               ? ""
               : page.body.substr(begin + 16, page.body.find("</p>", begin) - begin - 16);
  };
  EXPECT_EQ(problem(AdvertiserPath(), "grant=690&decision=allow"),
            "Choose at least one ad account.");
  EXPECT_EQ(problem(CreatorPath(), "grant=video.list&decision=allow"), "Choose a TikTok account.");
  EXPECT_EQ(problem(CreatorPath(), "grant=video.list&account=mira,ben&decision=allow"),
            "Choose one TikTok account.");
  EXPECT_EQ(problem(CreatorPath(), "account=mira&decision=allow"),
            "Leave at least one permission ticked, or deny.");
  EXPECT_EQ(problem(CreatorPath(), "account=mira&grant=user.insights&decision=allow"),
            "Leave at least one permission ticked, or deny.")
      << "what the link didn't ask for can't be given";
  EXPECT_EQ(problem(CreatorPath(), R"({"decision":"allow"})"), "Choose Allow or Deny.");
  EXPECT_EQ(problem(CreatorPath(), "account=%3Cb%3E&grant=video.list&decision=allow"),
            "There is no account &quot;&lt;b&gt;&quot; in this world.");
}

TEST_F(ConsentPagesTest, ALinkThatCannotBeTrustedRedirectsNobody) {
  Set("consent_auto_allow", "true");
  const auto reason = [&](const std::string& path) {
    std::string reasons;
    for (const char* method : {"GET", "POST"}) {
      const HttpResponse page = Browse(method, path, method[0] == 'P' ? "decision=deny" : "");
      EXPECT_EQ(page.status, 400) << path;
      EXPECT_EQ(Location(page), "") << path;
      EXPECT_THAT(page.body, Not(HasSubstr("<form")));
      const size_t begin = page.body.find("Reason: <code>");
      if (begin == std::string::npos) continue;
      reasons += page.body.substr(begin + 14, page.body.find("</code>", begin) - begin - 14) + " ";
    }
    return reasons;
  };
  const std::string redirect = PercentEncode(kRedirect);
  EXPECT_EQ(reason("/portal/auth?app_id=1&redirect_uri=" + redirect), "APP_UNKNOWN APP_UNKNOWN ");
  for (const char* other :
       {"https://evil.example/", "http://127.0.0.1:7401/tiktok/redirect/", "javascript:alert(1)"}) {
    EXPECT_EQ(reason(fmt::format("/portal/auth?app_id={}&redirect_uri={}", ids_.app,
                                 PercentEncode(other))),
              "REDIRECT_NOT_ALLOWED REDIRECT_NOT_ALLOWED ");
  }
  EXPECT_EQ(reason("/portal/auth"), "LINK_INVALID LINK_INVALID ");
  EXPECT_EQ(reason("/portal/auth?app_id=" + ids_.app), "LINK_INVALID LINK_INVALID ");
  for (const char* scopes :
       {"video.list,no.such", "691", "video.list,", "video.list+user.insights"}) {
    EXPECT_EQ(reason(CreatorPath(scopes)), "SCOPE_UNKNOWN SCOPE_UNKNOWN ") << scopes;
  }
  EXPECT_EQ(reason(CreatorPath("")), "LINK_INVALID LINK_INVALID ");
}

TEST_F(ConsentPagesTest, AnUnknownWorldOrMethodIsSaid) {
  const HttpResponse page = Browse("GET", "/w/%3Cnone%3E" + AdvertiserPath());
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("&lt;none&gt;"));
  EXPECT_EQ(Browse("PUT", AdvertiserPath()).status, 405);
}

TEST_F(ConsentPagesTest, NamesAreTextAndNotHtml) {
  OpenCreator("eve", "</label><script>alert(1)</script>");
  const std::string body = Browse("GET", CreatorPath()).body;
  EXPECT_THAT(body, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(body, Not(HasSubstr("<script")));
}

TEST_F(ConsentPagesTest, ManyAccountsAreListedInPartAndTheOthersAreNamed) {
  EXPECT_THAT(Browse("GET", CreatorPath()).body, Not(HasSubstr("type=\"text\"")));
  for (int i = 0; i < 30; ++i) OpenCreator(fmt::format("creator{}", i));
  const std::string body = Browse("GET", CreatorPath()).body;
  EXPECT_THAT(body, HasSubstr("20 of 31 are listed."));
  EXPECT_THAT(body, HasSubstr("<label for=\"more\">"));
  for (int i = 0; i < 30; ++i) {  // also those that aren't listed
    const HttpResponse named =
        Browse("GET", CreatorPath("video.list", fmt::format("&account=creator{}", i)));
    EXPECT_THAT(named.body, testing::ContainsRegex(fmt::format(" checked> creator{} ", i)));
  }
}

TEST_F(ConsentPagesTest, AllowsByItselfWhereItIsClearForWhichAccount) {
  EXPECT_EQ(Browse("GET", CreatorPath()).status, 200) << "off unless the world says otherwise";
  Set("consent_auto_allow", "true");
  const json::object data = CreatorData(Redirected(Browse("GET", CreatorPath()))["code"]);
  EXPECT_EQ(std::string(data.at("scope").as_string()), "video.list,biz.spark.auth");
  OpenCreator("ben");
  EXPECT_EQ(Browse("GET", CreatorPath()).status, 200) << "there are two now";
  EXPECT_NE(Redirected(Browse("GET", CreatorPath("video.list", "&account=ben")))["code"], "");
  EXPECT_THAT(Browse("GET", CreatorPath("video.list", "&account=nobody")).body,
              HasSubstr("There is no account"));
  const std::string second = OpenAdAccount("Second");
  EXPECT_EQ(Browse("GET", AdvertiserPath()).status, 200);
  const HttpResponse both =
      Browse("GET", AdvertiserPath(fmt::format("&account={},{}", second, ids_.advertiser)));
  EXPECT_EQ(AdvertiserData(Redirected(both)["code"]).at("advertiser_ids").as_array().size(), 2u);
}

}  // namespace
}  // namespace sparkgate::simulator
