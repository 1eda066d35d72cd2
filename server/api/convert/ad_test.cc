#include "server/api/convert/ad.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

class Context final : public rpc::CallContext {
 public:
  std::string_view method() const override { return "/sparkgate.v1.AdService/UpdateAd"; }
  const std::string& call_id() const override { return id_; }
  const rpc::Caller& caller() const override { return caller_; }
  bool cancelled() const override { return false; }
  absl::Duration remaining() const override { return absl::Seconds(30); }
  void Annotate(std::string_view, std::string) override {}

 private:
  const std::string id_ = "call";
  const rpc::Caller caller_{.principal = "key", .workspace = "w", .roles = 0};
};

google::protobuf::FieldMask Mask(std::initializer_list<const char*> paths) {
  google::protobuf::FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

Ad Draft() {
  Ad ad;
  ad.workspace = "w";
  ad.id = "ad";
  ad.ad_group = "group";
  ad.campaign = "campaign";
  ad.ad_account = "7000000000000000001";
  ad.item_id = "7300000000000000001";
  ad.display_name = "ad";
  ad.call_to_action = "SHOP_NOW";
  ad.stage = Stage::kFailed;
  ad.failure = "REASON: a sentence";
  return ad;
}

TEST(ConvertAdTest, AnUpdateChangesWhatItsMaskNames) {
  v1::Ad wanted;
  wanted.set_display_name("other");
  wanted.set_call_to_action("LEARN_MORE");
  Ad ad = Draft();
  ASSERT_TRUE(UpdateDraft(Context(), wanted, Mask({"display_name"}), ad).ok());
  Ad expected = Draft();
  expected.display_name = "other";
  EXPECT_EQ(ad, expected);
}

// Whether the ad may run a post of that account isn't the API's to decide; it mustn't hide it.
TEST(ConvertAdTest, AnAdsAccountFollowsFromItsPost) {
  v1::Ad wanted;
  wanted.set_spark_post("workspaces/w/adAccounts/7000000000000000009/sparkPosts/42");
  Ad ad = Draft();
  ASSERT_TRUE(UpdateDraft(Context(), wanted, Mask({"spark_post"}), ad).ok());
  EXPECT_EQ(ad.ad_account, "7000000000000000009");
  EXPECT_EQ(ad.item_id, "42");
}

TEST(ConvertAdTest, ABadUpdateChangesNothing) {
  v1::Ad wanted;
  wanted.set_display_name("other");
  wanted.set_spark_post("sparkPosts/42");
  Ad ad = Draft();
  EXPECT_FALSE(UpdateDraft(Context(), wanted, Mask({"display_name", "spark_post"}), ad).ok());
  EXPECT_EQ(ad, Draft());
}

TEST(ConvertAdTest, AnAdGroupKeepsItsAccount) {
  AdGroup group;
  group.workspace = "w";
  group.id = "group";
  group.campaign = "campaign";
  group.ad_account = "7000000000000000001";
  group.age_groups = {"AGE_18_24"};
  v1::AdGroup wanted;
  wanted.add_age_groups("AGE_25_34");
  AdGroup expected = group;
  expected.age_groups = {"AGE_25_34"};
  ASSERT_TRUE(UpdateDraft(Context(), wanted, Mask({"age_groups"}), group).ok());
  EXPECT_EQ(group, expected);
}

}  // namespace
}  // namespace sparkgate::server
