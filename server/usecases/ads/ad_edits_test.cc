#include "server/usecases/ads/ad_edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/ads_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An ad on TikTok, which keeps what it is updated to.
class AdEditsTest : public AdsFixture {
 protected:
  AdEditsTest() {
    RegisterUpdateAdMutation(ops());
    Draft();
    DraftAd("a");
    Ad ad = GetAd("a");
    ad.stage = Stage::kLive;
    ad.tiktok_id = there_.ad_id = "ta";
    ad.call_to_action = there_.call_to_action = "LEARN_MORE";
    Write([&](Transaction& tx) { return tx.ads().Put(ad); });
    there_.name = "Spring ·sg-x";
    EXPECT_CALL(tiktok_.ad_api, Get)
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::AdPage> {
          return tiktok::AdPage{.ads = {there_}};
        });
    EXPECT_CALL(tiktok_.ad_api, Update(_, "ta", _))
        .WillRepeatedly([this](auto&&, auto&&, const tiktok::NewAd& ad) -> absl::Status {
          updates_.push_back(ad);
          const absl::Status answer = std::exchange(on_update_, absl::OkStatus());
          if (!answer.ok() && !done_) return answer;
          there_.call_to_action = ad.call_to_action;
          there_.landing_page_url = ad.landing_page_url;
          return answer;
        });
  }

  absl::StatusOr<Ad> Edit(const std::string& page, const std::string& request_id = "") {
    return EditAd(server_.env, server_.MakeCall("w", request_id, page), "a", [&](Ad& ad) {
      ad.landing_page_url = page;
      return absl::OkStatus();
    });
  }

  tiktok::Ad there_;
  std::vector<tiktok::NewAd> updates_;
  absl::Status on_update_;  // what the next update is answered
  bool done_ = false;       // although that is an error
};

TEST_F(AdEditsTest, IsWrittenThereAndReadAgain) {
  const auto ad = Edit("https://brand.example/2", "r");
  ASSERT_TRUE(ad.ok()) << ad.status();
  EXPECT_EQ(ad->landing_page_url, "https://brand.example/2");
  ASSERT_EQ(updates_.size(), 1u);
  EXPECT_EQ(updates_[0].name, "Spring ·sg-x");
  EXPECT_EQ(updates_[0].call_to_action, "LEARN_MORE");
  EXPECT_EQ(updates_[0].tiktok_item_id, "7100000000000000001");
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("ad.changed"));
  EXPECT_TRUE(server_.GetWork("w", kReviewHintWork, "gc").has_value());
  EXPECT_EQ(Edit("https://brand.example/2", "r")->landing_page_url, "https://brand.example/2");
  EXPECT_EQ(updates_.size(), 1u);
}

TEST_F(AdEditsTest, WhatIsntNewIsntSent) {
  EXPECT_TRUE(Edit("").ok());
  EXPECT_THAT(updates_, IsEmpty());
}

TEST_F(AdEditsTest, OtherFieldsStay) {
  const auto edit = [&](auto change) {
    return ReasonOf(EditAd(server_.env, server_.MakeCall("w"), "a", [&](Ad& ad) {
                      change(ad);
                      return absl::OkStatus();
                    }).status());
  };
  EXPECT_EQ(edit([](Ad& ad) { ad.display_name = "Summer"; }), "NOT_A_DRAFT");
  EXPECT_EQ(edit([](Ad& ad) { ad.operation_status = OperationStatus::kPaused; }), "NOT_A_DRAFT");
  EXPECT_EQ(edit([](Ad& ad) { ad.landing_page_url = "not an address"; }), "INVALID_FIELD");
  EXPECT_THAT(updates_, IsEmpty());
}

TEST_F(AdEditsTest, ADraftIsChangedHere) {
  Ad draft = GetAd("a");
  draft.stage = Stage::kDraft;
  draft.tiktok_id.clear();
  Write([&](Transaction& tx) { return tx.ads().Put(draft); });
  EXPECT_EQ(Edit("https://brand.example/2", "r")->landing_page_url, "https://brand.example/2");
  EXPECT_EQ(Edit("https://brand.example/2", "r")->landing_page_url, "https://brand.example/2");
  EXPECT_THAT(updates_, IsEmpty());
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("ad.changed"));
}

TEST_F(AdEditsTest, ALostAnswerIsFoundByReading) {
  on_update_ = Lost();
  done_ = true;
  EXPECT_TRUE(Edit("https://brand.example/2").ok());
  EXPECT_EQ(updates_.size(), 1u);
  EXPECT_EQ(GetAd("a").landing_page_url, "https://brand.example/2");
}

TEST_F(AdEditsTest, WhatIsntThereIsSentAgain) {
  on_update_ = Lost();
  const absl::Status lost = Edit("https://brand.example/2").status();
  ASSERT_EQ(ReasonOf(lost), "OUTCOME_UNKNOWN");
  PassTimeout();
  Work(LastIdOf(DetailOf(lost).metadata["operation"]));
  EXPECT_EQ(updates_.size(), 2u);
  EXPECT_EQ(GetAd("a").landing_page_url, "https://brand.example/2");
}

TEST_F(AdEditsTest, ANewerWishTakesThePlaceOfALostOne) {
  on_update_ = Lost();
  const absl::Status lost = Edit("https://brand.example/2").status();
  ASSERT_EQ(ReasonOf(lost), "OUTCOME_UNKNOWN");
  PassTimeout();
  EXPECT_TRUE(Edit("https://brand.example/3").ok());
  Work(LastIdOf(DetailOf(lost).metadata["operation"]));
  EXPECT_EQ(there_.landing_page_url, "https://brand.example/3");
  EXPECT_EQ(updates_.size(), 2u);
}

}  // namespace
}  // namespace sparkgate::server
