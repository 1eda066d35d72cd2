#include "base/error.h"
#include "base/json.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"
#include "server/tiktok/http/reasons.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr std::string_view kProfile = "business/get";
constexpr std::string_view kVideos = "business/video/list";
constexpr std::string_view kSetting = "business/post/authorize/setting";
constexpr std::string_view kExtend = "business/post/authorize";
constexpr std::string_view kStatus = "business/post/authorize/status";
constexpr std::string_view kDelete = "business/post/authorize/delete";

const std::vector<std::string>& ProfileFields() {
  static const auto& fields = *new std::vector<std::string>{
      "username",        "display_name",    "profile_image", "is_verified", "is_business_account",
      "followers_count", "following_count", "total_likes",   "videos_count"};
  return fields;
}

const std::vector<std::string>& PostFields() {
  static const auto& fields = *new std::vector<std::string>{"item_id",
                                                            "create_time",
                                                            "caption",
                                                            "share_url",
                                                            "embed_url",
                                                            "thumbnail_url",
                                                            "media_type",
                                                            "video_views",
                                                            "likes",
                                                            "comments",
                                                            "shares",
                                                            "favorites",
                                                            "new_followers",
                                                            "profile_views",
                                                            "average_time_watched",
                                                            "full_video_watched_rate",
                                                            "is_ad"};
  return fields;
}

CreatorPost ReadPost(const json::object& row) {
  return {.item_id = Id(row, "item_id"),
          .caption = Text(row, "caption"),
          .share_url = Text(row, "share_url"),
          .embed_url = Text(row, "embed_url"),
          .thumbnail_url = Text(row, "thumbnail_url"),
          .media_type = Text(row, "media_type"),
          .create_time = Time(row, "create_time"),
          .video_views = Count(row, "video_views"),
          .likes = Count(row, "likes"),
          .comments = Count(row, "comments"),
          .shares = Count(row, "shares"),
          .favorites = Count(row, "favorites"),
          .new_followers = Count(row, "new_followers"),
          .profile_views = Count(row, "profile_views"),
          .average_seconds_watched = JsonDouble(row, "average_time_watched"),
          .full_watch_rate = JsonDouble(row, "full_video_watched_rate"),
          .is_ad = JsonBool(row, "is_ad")};
}

// nullopt unless all of it is there.
std::optional<CodeInfo> ReadCode(const json::object& data, const PostRef& post) {
  const auto start = Time(data, "auth_code_start_time");
  const auto end = Time(data, "auth_code_end_time");
  Secret code(Text(data, "auth_code"));
  if (code.empty() || !start.has_value() || !end.has_value()) return std::nullopt;
  const std::string item_id = Id(data, "item_id");
  return CodeInfo{.item_id = item_id.empty() ? post.item_id : item_id,
                  .auth_code = std::move(code),
                  .start = *start,
                  .end = *end,
                  .days = static_cast<int>(Count(data, "authorization_days")),
                  .status = Text(data, "auth_code_status")};
}

absl::Status NoCode() {
  const Reason& reason = ReasonNamed("CODE_NOT_FOUND");
  return Error(reason.status, "The post has no code.",
               {.reason = std::string(reason.name), .who = Actor::kCreator});
}

json::object BodyFor(const PostRef& post) {
  return {{"business_id", post.business_id}, {"item_id", post.item_id}};
}

class HttpCreatorApi final : public CreatorApi {
 public:
  explicit HttpCreatorApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<CreatorProfile> GetProfile(const Call& call, std::string_view business_id,
                                            const std::vector<std::string>& fields) override {
    Query query;
    query.Add("business_id", business_id).Add("fields", fields.empty() ? ProfileFields() : fields);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kProfile, query));
    return CreatorProfile{.username = Text(data, "username"),
                          .display_name = Text(data, "display_name"),
                          .profile_image = Text(data, "profile_image"),
                          .is_verified = Flag(data, "is_verified"),
                          .is_business_account = Flag(data, "is_business_account"),
                          .followers_count = Count(data, "followers_count"),
                          .following_count = Count(data, "following_count"),
                          .total_likes = Count(data, "total_likes"),
                          .videos_count = Count(data, "videos_count")};
  }

  absl::StatusOr<CreatorPostPage> ListPosts(const Call& call,
                                            const CreatorPostsQuery& query) override {
    Query params;
    params.Add("business_id", query.business_id).Add("fields", PostFields());
    if (!query.video_ids.empty()) {
      params.Add("filters", json::object{{"video_ids", JsonTexts(query.video_ids)}});
    }
    if (query.cursor.has_value()) params.Add("cursor", *query.cursor);
    params.Add("max_count", query.max_count);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kVideos, params));
    CreatorPostPage page = {.cursor = Count(data, "cursor"), .has_more = Flag(data, "has_more")};
    for (const json::object* row : Objects(data, "videos")) page.posts.push_back(ReadPost(*row));
    return page;
  }

  absl::StatusOr<std::optional<CodeInfo>> SetAdAuthorization(const Call& call, const PostRef& post,
                                                             bool on, int days) override {
    json::object body = BodyFor(post);
    body["is_ad_promotable"] = on;
    if (on) body["authorization_days"] = days;
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Post(call, kSetting, body));
    return ReadCode(data, post);
  }

  absl::StatusOr<std::optional<CodeInfo>> ExtendOrRecreateCode(const Call& call,
                                                               const PostRef& post,
                                                               int days) override {
    json::object body = BodyFor(post);
    body["authorization_days"] = days;
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Post(call, kExtend, body));
    return ReadCode(data, post);
  }

  absl::StatusOr<CodeInfo> GetCodeStatus(const Call& call, const PostRef& post) override {
    Query query;
    query.Add("business_id", post.business_id).Add("item_id", post.item_id);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kStatus, query));
    if (Text(data, "auth_code").empty()) {
      // TikTok answers an error where there is no code; how it does isn't documented, so an answer
      // without one is believed, too, but only if it is about this post (facts, 3.5). One whose
      // values are all null says nothing.
      if (Id(data, "item_id") == post.item_id) return NoCode();
      return AnswerLacks("the post", {.path = kStatus});
    }
    std::optional<CodeInfo> code = ReadCode(data, post);
    if (!code.has_value()) return AnswerLacks("the code's period", {.path = kStatus});
    return *std::move(code);
  }

  absl::Status DeleteCode(const Call& call, const PostRef& post) override {
    return api_.Post(call, kDelete, BodyFor(post)).status();
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<CreatorApi> NewHttpCreatorApi(const OpenApi& api) {
  return std::make_unique<HttpCreatorApi>(api);
}

}  // namespace sparkgate::tiktok
