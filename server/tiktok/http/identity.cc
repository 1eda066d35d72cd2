#include "base/error.h"
#include "base/json.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"
#include "server/tiktok/http/spark_post.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr std::string_view kIdentities = "identity/get";
constexpr std::string_view kVideoInfo = "identity/video/info";

Identity ReadIdentity(const json::object& row) {
  return {.identity_id = Id(row, "identity_id"),
          .identity_type = Text(row, "identity_type"),
          .display_name = Text(row, "display_name"),
          .profile_image = Text(row, "profile_image"),
          .available_status = Text(row, "available_status")};
}

// Here the post's own fields lie beside auth_info and video_info.
SparkPost ReadPost(const json::object& row, const IdentityPostsQuery& query) {
  SparkPost post = ReadSparkPost({.item = row,
                                  .auth = Child(row, "auth_info"),
                                  .user = Child(row, "user_info"),
                                  .video = Child(row, "video_info")});
  post.identity_id = query.identity_id;
  post.identity_type = query.identity_type;
  return post;
}

class HttpIdentityApi final : public IdentityApi {
 public:
  explicit HttpIdentityApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<IdentityPage> List(const Call& call, const IdentitiesQuery& query) override {
    Query params;
    params.Add("advertiser_id", query.advertiser_id)
        .AddIfSet("identity_type", query.identity_type)
        .Add("page", query.page)
        .Add("page_size", query.page_size);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kIdentities, params));
    SG_ASSIGN_OR_RETURN(const PageInfo page_info, ReadPageInfo(data, kIdentities));
    IdentityPage page = {.page_info = page_info};
    for (const json::object* row : Objects(data, "identity_list")) {
      page.identities.push_back(ReadIdentity(*row));
    }
    return page;
  }

  absl::StatusOr<std::vector<SparkPost>> GetPosts(const Call& call,
                                                  const IdentityPostsQuery& query) override {
    Query params;
    params.Add("advertiser_id", query.advertiser_id)
        .Add("identity_id", query.identity_id)
        .Add("identity_type", query.identity_type)
        .Add("item_type", query.item_type)
        .Add("item_ids", query.item_ids);
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kVideoInfo, params));
    std::vector<SparkPost> posts;
    for (const json::object* row : Objects(data, "video_details")) {
      posts.push_back(ReadPost(*row, query));
    }
    const json::object* single = JsonObject(data, "video_detail");  // the answer to a lone id
    if (posts.empty() && single != nullptr) posts.push_back(ReadPost(*single, query));
    return posts;
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<IdentityApi> NewHttpIdentityApi(const OpenApi& api) {
  return std::make_unique<HttpIdentityApi>(api);
}

}  // namespace sparkgate::tiktok
