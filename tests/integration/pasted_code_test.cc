// Bad input: what people paste as a code. What can be read as one is; anything else is refused,
// with the field named, and never sent.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

class PastedCodeTest : public BothPrograms {
 protected:
  void SetUp() override {
    if (story_ != nullptr) return;
    story_ = std::make_unique<Story>(*programs, StoryOptions{.workspace = "pasted"});
    story_->OpenPost();
    story_->GenerateCode();
    story_->OpenAdAccount();
  }
  static void TearDownTestSuite() {
    story_.reset();
    BothPrograms::TearDownTestSuite();
  }

  static absl::Status LookUp(const std::string& pasted) {
    return story_->api.Try("LibraryService.LookUpCode", "ad_account: '{}' code: {}",
                           story_->ad_account, Quote(pasted));
  }

  static inline std::unique_ptr<Story> story_;
};

TEST_F(PastedCodeTest, IsBroughtToItsCanonicalForm) {
  const std::string code = story_->RevealCode();
  const std::string bare = code.substr(1);
  const std::vector<std::string> forms = {
      code,
      "  " + code + "\t",
      code + "\r\n",
      "\n" + code.substr(0, 20) + " " + code.substr(20, 20) + "\r\n" + code.substr(40),
      "\"" + code + "\"",
      "'" + code + "'",
      "\u201c" + code + "\u201d",
      " \" " + code + " \" \n",
      "\u00a0\u200b" + code,
      bare,
      " ' " + bare + "' ",
      "# " + bare,
  };
  for (const std::string& form : forms) EXPECT_EQ(Describe(LookUp(form)), "OK") << Quote(form);

  // One code, however it was pasted: redeemed once, known once.
  std::string spark_post;
  for (const std::string& form : forms) {
    const auto post =
        story_->api
            .Ask<v1::SparkPost>("LibraryService.AuthorizeCode", "ad_account: '{}' code: {}",
                                story_->ad_account, Quote(form))
            .value();
    if (spark_post.empty()) spark_post = post.name();
    EXPECT_EQ(post.name(), spark_post);
    EXPECT_EQ(post.code(), story_->code);
  }
  EXPECT_EQ(story_->Events("'post.authorized'").size(), 1u);
}

TEST_F(PastedCodeTest, AnythingElseIsRefusedWithTheFieldNamed) {
  const std::string code = story_->RevealCode();
  const std::vector<std::string> others = {
      "",
      "#",
      "  \r\n ",
      "#" + std::string(19, 'A'),
      "#" + std::string(201, 'A'),
      "##" + code.substr(1),
      code + "===",
      "=" + code,
      code.substr(0, 30) + "=" + code.substr(30),
      code.substr(0, 30) + "!" + code.substr(30),
      code.substr(0, 30) + "\"" + code.substr(30),
      code.substr(0, 30) + std::string(1, '\0') + code.substr(30),
      "\"" + code,
      code + "'",
      "https://www.tiktok.com/@mia.cooks/video/7123456789012345678",
      "auth_code=" + code,
      std::string(100'000, 'A'),
  };
  for (const std::string& other : others) {
    const absl::Status status = LookUp(other);
    EXPECT_EQ(Describe(status), "INVALID_ARGUMENT CODE_MALFORMED code") << Quote(other);
    EXPECT_EQ(status.ToString().find(code.substr(1, 30)), std::string::npos) << "it shows the code";
    EXPECT_EQ(Describe(story_->api.Try("LibraryService.AuthorizeCode", "ad_account: '{}' code: {}",
                                       story_->ad_account, Quote(other))),
              "INVALID_ARGUMENT CODE_MALFORMED code");
  }
  EXPECT_EQ(Describe(story_->api.Try("LibraryService.AuthorizeCode",
                                     "ad_account: '{}' code: {} original_post_code: 'x'",
                                     story_->ad_account, Quote(code))),
            "INVALID_ARGUMENT CODE_MALFORMED original_post_code");
}

TEST_F(PastedCodeTest, OneOfABatchDoesNotSpoilTheOthers) {
  const auto batch = story_->api
                         .Ask<v1::BatchAuthorizeCodesResponse>(
                             "LibraryService.BatchAuthorizeCodes",
                             "ad_account: '{}' items: < code: 'x' > items: < code: {} >",
                             story_->ad_account, Quote(" " + story_->RevealCode()))
                         .value();
  ASSERT_EQ(batch.results_size(), 2);
  EXPECT_EQ(Describe(batch.results(0).error()), "INVALID_ARGUMENT CODE_MALFORMED items[0].code");
  EXPECT_EQ(batch.results(0).hint(), "");
  EXPECT_EQ(batch.results(1).spark_post().code(), story_->code);
  EXPECT_EQ(batch.results(1).hint(), story_->RevealCode().substr(0, 5));
}

}  // namespace
}  // namespace sparkgate::integration
