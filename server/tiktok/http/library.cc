#include "base/error.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"
#include "server/tiktok/http/spark_post.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr std::string_view kAuthorize = "tt_video/authorize";
constexpr std::string_view kPostInfo = "tt_video/info";
constexpr std::string_view kList = "tt_video/list";
constexpr std::string_view kUnbind = "tt_video/unbind";

SparkPost ReadLibraryPost(const json::object& row) {
  return ReadSparkPost({.item = Child(row, "item_info"),
                        .auth = Child(row, "auth_info"),
                        .user = Child(row, "user_info"),
                        .video = Child(row, "video_info")});
}

class HttpLibraryApi final : public LibraryApi {
 public:
  explicit HttpLibraryApi(const OpenApi& api) : api_(api) {}

  absl::Status AuthorizePost(const Call& call, const PostAuthorizationRequest& request) override {
    json::object body = {{"advertiser_id", request.advertiser_id},
                         {"auth_code", request.auth_code.Reveal()}};
    SetIfAny(&body, "original_post_auth_code", request.original_auth_code.Reveal());
    return api_.Post(call, kAuthorize, body).status();
  }

  absl::StatusOr<SparkPost> GetPostInfo(const Call& call, std::string_view advertiser_id,
                                        const Secret& auth_code) override {
    Query query;
    query.Add("advertiser_id", advertiser_id).Add("auth_code", auth_code.Reveal());
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kPostInfo, query));
    SparkPost post = ReadLibraryPost(data);
    if (post.item_id.empty()) return AnswerLacks("item_id", {.path = kPostInfo});
    return post;
  }

  absl::StatusOr<SparkPostPage> ListPosts(const Call& call, const SparkPostsQuery& query) override {
    Query params;
    params.Add("advertiser_id", query.advertiser_id)
        .AddIfSet("keyword", query.keyword)
        .Add("page", query.page)
        .Add("page_size", query.page_size);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kList, params));
    SG_ASSIGN_OR_RETURN(const PageInfo page_info, ReadPageInfo(data, kList));
    SparkPostPage page = {.page_info = page_info};
    for (const json::object* row : Objects(data, "list"))
      page.posts.push_back(ReadLibraryPost(*row));
    return page;
  }

  absl::Status Unbind(const Call& call, std::string_view advertiser_id,
                      std::string_view item_id) override {
    return api_.Post(call, kUnbind, {{"advertiser_id", advertiser_id}, {"item_id", item_id}})
        .status();
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<LibraryApi> NewHttpLibraryApi(const OpenApi& api) {
  return std::make_unique<HttpLibraryApi>(api);
}

}  // namespace sparkgate::tiktok
