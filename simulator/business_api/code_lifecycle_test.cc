// Random lives of codes over TikTok's API, held to a small model of what is public about them
// (facts 3.3 to 3.6, 4.1 to 4.4, and the defaults in docs/fidelity.md where that is silent). The
// model knows nothing of the simulator's code: it is what a reader of TikTok's documentation would
// expect.
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/hash.h"
#include "simulator/business_api/api_fixture.h"
#include "simulator/business_api/formats.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr int kSteps = 100;
constexpr int kDays[] = {7, 30, 60, 180, 365};

// A code as a reader of the documentation thinks of it.
struct ExpectedCode {
  absl::Time start;
  absl::Time end;
  int days = 0;
  bool redeemed = false;
  bool deleted = false;

  bool EndedAt(absl::Time now) const { return now >= end; }
  bool ValidAt(absl::Time now) const { return !deleted && !EndedAt(now); }
  std::string StatusAt(absl::Time now) const {
    return EndedAt(now) ? "EXPIRED" : redeemed ? "IN_USE" : "NOT_USED";
  }
};

struct ExpectedPost {
  std::string id;
  bool on = false;
  std::string code;                 // "": none
  std::optional<std::string> held;  // the code by which the ad account holds it
};

class CodeLifecycle : public ApiTest, public testing::WithParamInterface<int> {
 protected:
  CodeLifecycle() : random_(Seed()) {
    posts_.push_back({.id = ids_.post});
    posts_.push_back({.id = world_->Write([this](WorldState& state) {
      NewPost post;
      post.creator_id = ids_.creator;
      return (*PublishPost(state, post))->id;
    })});
  }

  static std::string Seed() {
    const char* const given = std::getenv("SPARKGATE_SEED");
    return fmt::format("{}/{}", given == nullptr ? "" : given, GetParam());
  }
  size_t Choose(std::string_view what, size_t bound) {
    return random_.Number(what, "", choices_++) % bound;
  }
  absl::Time Now() {
    return world_->Read([](const WorldState& state) { return state.now; });
  }

  void Step() {
    ExpectedPost& post = posts_[Choose("post", posts_.size())];
    switch (Choose("step", 10)) {
      case 0:
        return SwitchOn(post);
      case 1:
        return SwitchOff(post);
      case 2:
      case 3:
        return Extend(post);
      case 4:
        return Delete(post);
      case 5:
      case 6:
        return Redeem();
      case 7:
        return Unbind(post);
      default:
        return Wait();
    }
  }

  void SwitchOn(ExpectedPost& post) {
    const int days = kDays[Choose("days", std::size(kDays))];
    const json::object answer = Post("business/post/authorize/setting",
                                     {{"business_id", BusinessId()},
                                      {"item_id", post.id},
                                      {"is_ad_promotable", true},
                                      {"authorization_days", days}},
                                     creator_token_);
    Log("on for {} days: {}", days, Answer(answer));
    ASSERT_EQ(Answer(answer), "0 OK");
    post.on = true;
    const std::string code(answer.at("data").at("auth_code").as_string());
    if (post.code.empty()) return Born(post, code, days);
    EXPECT_EQ(code, post.code) << "a post has one code at a time";
  }

  void SwitchOff(ExpectedPost& post) {
    const json::object answer =
        Post("business/post/authorize/setting",
             {{"business_id", BusinessId()}, {"item_id", post.id}, {"is_ad_promotable", false}},
             creator_token_);
    Log("off: {}", Answer(answer));
    EXPECT_EQ(Answer(answer), "0 OK");  // nothing here is used in ads
    post.on = false;
    Gone(post);
  }

  void Extend(ExpectedPost& post) {
    const int days = kDays[Choose("days", std::size(kDays))];
    const json::object answer =
        Post("business/post/authorize",
             {{"business_id", BusinessId()}, {"item_id", post.id}, {"authorization_days", days}},
             creator_token_);
    Log("extended by {} days: {}", days, Answer(answer));
    if (!post.on) {
      EXPECT_THAT(Answer(answer), testing::StartsWith("40002 "));
      return;
    }
    ASSERT_EQ(Answer(answer), "0 OK");
    const std::string code(answer.at("data").at("auth_code").as_string());
    if (post.code.empty()) return Born(post, code, days);
    EXPECT_EQ(code, post.code);
    ExpectedCode& known = codes_.at(post.code);
    known.end = (known.EndedAt(Now()) ? Now() : known.end) + days * absl::Hours(24);
    known.days += days;
  }

  void Delete(ExpectedPost& post) {
    const json::object answer =
        Post("business/post/authorize/delete",
             {{"business_id", BusinessId()}, {"item_id", post.id}}, creator_token_);
    Log("deleted: {}", Answer(answer));
    EXPECT_EQ(answer.at("code").as_int64(), post.code.empty() ? 40002 : 0);
    Gone(post);
  }

  // Any code that there ever was.
  void Redeem() {
    if (codes_.empty()) return;
    auto [text, code] =
        *std::next(codes_.begin(), static_cast<std::ptrdiff_t>(Choose("code", codes_.size())));
    const json::object answer =
        Post("tt_video/authorize", {{"advertiser_id", ids_.advertiser}, {"auth_code", text}},
             advertiser_token_);
    Log("redeemed: {}", Answer(answer));
    if (code.deleted) {
      EXPECT_THAT(Answer(answer), testing::StartsWith("40002 auth_code_not_found: "));
    } else if (code.EndedAt(Now())) {
      EXPECT_THAT(Answer(answer), testing::StartsWith("40002 auth_code_expired: "));
    } else {
      ExpectedPost& post = *Owner(text);
      EXPECT_EQ(answer.at("code").as_int64(), post.held == text ? 40002 : 0);
      post.held = text;
      codes_.at(text).redeemed = true;
    }
  }

  void Unbind(ExpectedPost& post) {
    const json::object answer =
        Post("tt_video/unbind", {{"advertiser_id", ids_.advertiser}, {"item_id", post.id}},
             advertiser_token_);
    Log("unbound: {}", Answer(answer));
    if (!post.held) {
      EXPECT_EQ(answer.at("code").as_int64(), 40007);
    } else if (codes_.at(*post.held).ValidAt(Now())) {
      EXPECT_EQ(answer.at("code").as_int64(), 40002);
    } else {
      EXPECT_EQ(Answer(answer), "0 OK");
      post.held.reset();
    }
  }

  void Wait() {
    const absl::Duration by = absl::Hours(1 + Choose("hours", 24 * 40));
    Advance(by);
    creator_token_ = CreatorToken();  // lasts a day
    Log("{} later", absl::FormatDuration(by));
  }

  void Born(ExpectedPost& post, const std::string& code, int days) {
    EXPECT_FALSE(codes_.contains(code)) << "a new code was there before";
    post.code = code;
    codes_[code] = {.start = Now(), .end = Now() + days * absl::Hours(24), .days = days};
  }
  void Gone(ExpectedPost& post) {
    if (!post.code.empty()) codes_.at(post.code).deleted = true;
    post.code.clear();
  }
  ExpectedPost* Owner(const std::string& code) {
    for (ExpectedPost& post : posts_) {
      if (post.code == code) return &post;
    }
    ADD_FAILURE() << "nobody's code";
    return nullptr;
  }

  // What both sides see of it all.
  void Look() {
    int held = 0;
    for (const ExpectedPost& post : posts_) {
      LookAsCreator(post);
      if (post.held) ++held;
    }
    const json::object library =
        GetData("tt_video/list", {{"advertiser_id", ids_.advertiser}}, advertiser_token_);
    EXPECT_EQ(library.at("page_info").at("total_number").as_int64(), held);
    for (const json::value& entry : library.at("list").as_array()) LookAtEntry(entry.as_object());
  }

  void LookAsCreator(const ExpectedPost& post) {
    const json::object answer =
        Get("business/post/authorize/status", {{"business_id", BusinessId()}, {"item_id", post.id}},
            creator_token_);
    if (post.code.empty()) {
      EXPECT_EQ(answer.at("code").as_int64(), 40002);
      return;
    }
    ASSERT_EQ(Answer(answer), "0 OK");
    const ExpectedCode& code = codes_.at(post.code);
    const json::object& data = answer.at("data").as_object();
    EXPECT_EQ(data.at("auth_code").as_string(), post.code);
    EXPECT_EQ(data.at("auth_code_status").as_string(), code.StatusAt(Now()));
    EXPECT_EQ(data.at("auth_code_start_time").as_string(), WireTime(code.start));
    EXPECT_EQ(data.at("auth_code_end_time").as_string(), WireTime(code.end));
    EXPECT_EQ(data.at("authorization_days").as_int64(), code.days);
    LookAsAdvertiser(post.code, code);
  }

  void LookAsAdvertiser(const std::string& text, const ExpectedCode& code) {
    const json::object answer =
        Get("tt_video/info", {{"advertiser_id", ids_.advertiser}, {"auth_code", text}},
            advertiser_token_);
    if (code.EndedAt(Now())) {
      EXPECT_THAT(Answer(answer), testing::StartsWith("40002 auth_code_expired: "));
      return;
    }
    ASSERT_EQ(Answer(answer), "0 OK");
    EXPECT_EQ(answer.at("data").at("auth_info").at("auth_end_time").as_string(),
              WireTime(code.end));
  }

  void LookAtEntry(const json::object& entry) {
    const std::string id(entry.at("item_info").at("item_id").as_string());
    for (const ExpectedPost& post : posts_) {
      if (post.id != id) continue;
      ASSERT_TRUE(post.held.has_value());
      EXPECT_EQ(entry.at("auth_info").at("ad_auth_status").as_string(),
                codes_.at(*post.held).ValidAt(Now()) ? "AUTHORIZED" : "UNAUTHORIZED");
    }
  }

  template <class... Values>
  void Log(fmt::format_string<Values...> format, Values&&... values) {
    story_ += fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  std::string story_;  // no code is in it: they are keyed by the seed

 private:
  const KeyedRandom random_;
  uint64_t choices_ = 0;
  std::vector<ExpectedPost> posts_;
  std::map<std::string, ExpectedCode> codes_;
};

TEST_P(CodeLifecycle, IsAsDocumented) {
  for (int step = 0; step < kSteps && !HasFailure(); ++step) {
    Step();
    Look();
    EXPECT_TRUE(WorldFromText(world_->Read(WorldToText)).ok());  // as a file it can be loaded
  }
  EXPECT_FALSE(HasFailure()) << "seed \"" << Seed() << "\"; what happened:\n" << story_;
}

INSTANTIATE_TEST_SUITE_P(Seeds, CodeLifecycle, testing::Range(0, 8));

}  // namespace
}  // namespace sparkgate::simulator
