// Bad input: a request_id that comes again. The same body is answered as before and done once;
// another body is an error.
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "sparkgate/v1/library_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

constexpr char kReused[] = "ABORTED REQUEST_ID_REUSED";

class RepeatedRequestTest : public BothPrograms {
 protected:
  // How often something of this type happened.
  static size_t Count(const Story& story, std::string_view type) {
    return story.Events(fmt::format("'{}'", type)).size();
  }
};

TEST_F(RepeatedRequestTest, IsDoneOnce) {
  Story story(*programs, {.workspace = "again"});
  story.OpenPost();
  const auto generate = [&](int days) {
    return story.api.Ask<v1::Code>("CreatorService.GenerateCode",
                                   "post: '{}' duration_days: {} request_id: 'g'", story.post,
                                   days);
  };
  story.code = generate(30).value().name();
  EXPECT_EQ(generate(30).value().name(), story.code);
  EXPECT_EQ(Describe(generate(60).status()), kReused);
  EXPECT_EQ(Count(story, "code.generated"), 1u);

  const auto extend = [&](int days) {
    return story.api.Ask<v1::Code>("CreatorService.ExtendCode",
                                   "name: '{}' add_days: {} request_id: 'e'", story.code, days);
  };
  EXPECT_EQ(extend(7).value().duration_days(), 37);
  EXPECT_EQ(extend(7).value().duration_days(), 37);
  EXPECT_EQ(Describe(extend(30).status()), kReused);
  EXPECT_EQ(story.GetCode().duration_days(), 37);

  story.OpenAdAccount();
  const auto authorize = [&](const std::string& code) {
    return story.api.Ask<v1::SparkPost>("LibraryService.AuthorizeCode",
                                        "ad_account: '{}' code: {} request_id: 'a'",
                                        story.ad_account, Quote(code));
  };
  story.spark_post = authorize(story.RevealCode()).value().name();
  EXPECT_EQ(authorize(story.RevealCode()).value().name(), story.spark_post);
  EXPECT_EQ(Describe(authorize("AAAAAAAAAAAAAAAAAAAAAAAA").status()), kReused);
  EXPECT_EQ(Count(story, "post.authorized"), 1u);
  // Redeemed already, so nothing is sent: the id is used up all the same.
  const auto redeemed = [&](const std::string& code) {
    return story.api.Ask<v1::SparkPost>("LibraryService.AuthorizeCode",
                                        "ad_account: '{}' code: {} request_id: 'b'",
                                        story.ad_account, Quote(code));
  };
  EXPECT_EQ(redeemed(story.RevealCode()).value().name(), story.spark_post);
  EXPECT_EQ(redeemed(story.RevealCode()).value().name(), story.spark_post);
  EXPECT_EQ(Describe(redeemed("AAAAAAAAAAAAAAAAAAAAAAAA").status()), kReused);

  const auto draft = [&](const char* name) {
    return story.api.Ask<v1::Campaign>("AdService.CreateCampaign",
                                       "parent: '{}' campaign: < ad_account: '{}' display_name: "
                                       "'{}' objective: OBJECTIVE_TRAFFIC > request_id: 'c'",
                                       story.workspace, story.ad_account, name);
  };
  EXPECT_EQ(draft("spring").value().name(), draft("spring").value().name());
  EXPECT_EQ(Describe(draft("summer").status()), kReused);

  story.Draft();
  const auto publish = [&](const std::string& campaign) {
    return story.api.Ask<v1::Operation>("AdService.PublishAll", "campaign: '{}' request_id: 'p'",
                                        campaign);
  };
  EXPECT_EQ(publish(story.campaign).value().name(), publish(story.campaign).value().name());
  EXPECT_EQ(Describe(publish(draft("spring").value().name()).status()), kReused);
}

TEST_F(RepeatedRequestTest, IsUsedUpByWhatWasDoneBefore) {
  Story story(*programs, {.workspace = "nothing-to-do"});
  story.OpenPost();
  const auto generate = [&] {
    return story.api.Ask<v1::Code>("CreatorService.GenerateCode", "post: '{}'", story.post)
        .value()
        .name();
  };
  const auto remove = [&](const std::string& code, const char* request_id) {
    return Describe(story.api.Try("CreatorService.DeleteCode", "name: '{}' request_id: '{}'", code,
                                  request_id));
  };
  const std::string first = generate();
  EXPECT_EQ(remove(first, "d"), "OK");
  EXPECT_EQ(remove(first, "d"), "OK");
  EXPECT_EQ(remove(first, "e"), "OK");
  EXPECT_EQ(remove(first, "e"), "OK");
  story.code = generate();
  EXPECT_EQ(remove(story.code, "d"), kReused);
  EXPECT_EQ(remove(story.code, "e"), kReused);
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_NOT_USED);
}

TEST_F(RepeatedRequestTest, AtOnceIsDoneOnceToo) {
  Story story(*programs, {.workspace = "at-once"});
  story.OpenPost();
  std::vector<absl::StatusOr<v1::Code>> answers(8);
  std::vector<std::thread> callers;
  for (auto& answer : answers) {
    callers.emplace_back([&] {
      answer = story.api.Ask<v1::Code>("CreatorService.GenerateCode",
                                       "post: '{}' request_id: 'one'", story.post);
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->name(), answers[0]->name());
  }
  EXPECT_EQ(Count(story, "code.generated"), 1u);
}

TEST_F(RepeatedRequestTest, BelongsToItsKeyAndMethod) {
  Story story(*programs, {.workspace = "scopes"});
  story.OpenPost();
  story.code =
      story.api
          .Ask<v1::Code>("CreatorService.GenerateCode", "post: '{}' request_id: 'x'", story.post)
          .value()
          .name();
  EXPECT_EQ(Describe(story.api.Try("CreatorService.ExtendCode",
                                   "name: '{}' add_days: 7 request_id: 'x'", story.code)),
            "OK");
  const std::string secret =
      story.api
          .Ask<v1::CreateApiKeyResponse>(
              "WorkspaceService.CreateApiKey",
              "parent: '{}' api_key: < role: ROLE_CREATOR > request_id: 'x'", story.workspace)
          .value()
          .secret();
  const Api other(*programs, secret);
  EXPECT_EQ(Describe(other.Try("CreatorService.ExtendCode",
                               "name: '{}' add_days: 30 request_id: 'x'", story.code)),
            "OK");
  EXPECT_EQ(story.GetCode().duration_days(), 67);
}

TEST_F(RepeatedRequestTest, OutlivesTheServer) {
  Story story(*programs, {.workspace = "restart"});
  story.OpenPost();
  const auto generate = [&] {
    return story.api
        .Ask<v1::Code>("CreatorService.GenerateCode", "post: '{}' request_id: 'g'", story.post)
        .value()
        .name();
  };
  const std::string code = generate();
  programs->KillServer();
  programs->StartServer();
  story.Reconnect(*programs);
  EXPECT_EQ(generate(), code);
  EXPECT_EQ(Count(story, "code.generated"), 1u);
}

}  // namespace
}  // namespace sparkgate::integration
