// CreatorAppService: a post's ad settings, its code, and consent.
#include "base/error.h"
#include "simulator/control/creator_app.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/people_conversions.h"
#include "simulator/world/codes.h"
#include "simulator/world/oauth.h"

namespace sparkgate::simulator {
namespace {

using google::protobuf::Empty;

int64_t DaysOf(int32_t asked) { return asked == 0 ? kDefaultAuthorizationDays : asked; }

absl::StatusOr<const Post*> PostIn(const WorldState& state, std::string_view id) {
  return RowOf(state, state.posts, "Post", kPosts, id);
}

absl::Status ApplyPath(std::string_view path, const v1::PostAdSettings& wanted,
                       PostAdSettings& change) {
  if (path == "content_disclosure") {
    change.content_disclosure = wanted.content_disclosure();
  } else if (path == "terms_accepted") {
    change.terms_accepted = wanted.terms_accepted();
  } else if (path == "ad_authorization") {
    change.ad_authorization = wanted.ad_authorization();
  } else {
    return InvalidField("update_mask", fmt::format("\"{}\" can't be changed.", path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::PostAdSettings> OpenAdSettings(Worlds& worlds,
                                                  const v1::OpenAdSettingsRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "post", request.post(), kPosts));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::PostAdSettings> {
    SG_ASSIGN_OR_RETURN(const Post* post, PostIn(state, entry.id));
    return ToAdSettings(state, *post);
  });
}

absl::StatusOr<v1::PostAdSettings> UpdateAdSettings(Worlds& worlds,
                                                    const v1::UpdateAdSettingsRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "ad_settings.post", request.ad_settings().post(), kPosts));
  if (request.update_mask().paths().empty()) {
    return InvalidField("update_mask", "Say what to change.");
  }
  PostAdSettings change;
  for (const std::string& path : request.update_mask().paths()) {
    SG_RETURN_IF_ERROR(ApplyPath(path, request.ad_settings(), change));
  }
  return Mutate<v1::PostAdSettings>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::PostAdSettings> {
        SG_RETURN_IF_ERROR(PostIn(state, entry.id).status());
        SG_ASSIGN_OR_RETURN(const Post* post, ChangePostAdSettings(state, entry.id, change));
        return ToAdSettings(state, *post);
      });
}

absl::StatusOr<v1::PostCode> GenerateCode(Worlds& worlds, const v1::GenerateCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "post", request.post(), kPosts));
  return Mutate<v1::PostCode>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::PostCode> {
        SG_RETURN_IF_ERROR(PostIn(state, entry.id).status());
        SG_ASSIGN_OR_RETURN(const Code* code,
                            GenerateCode(state, entry.id, DaysOf(request.duration_days())));
        return ToProto(state, *code);
      });
}

absl::StatusOr<v1::PostCode> ManageCode(Worlds& worlds, const v1::ManageCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "post", request.post(), kPosts));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::PostCode> {
    SG_RETURN_IF_ERROR(PostIn(state, entry.id).status());
    SG_ASSIGN_OR_RETURN(const Code* code, GetCodeOfPost(state, entry.id));
    return ToProto(state, *code);
  });
}

absl::StatusOr<v1::CopyCodeResponse> CopyCode(Worlds& worlds, const v1::CopyCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "post", request.post(), kPosts));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::CopyCodeResponse> {
    SG_RETURN_IF_ERROR(PostIn(state, entry.id).status());
    SG_ASSIGN_OR_RETURN(const Code* code, GetCodeOfPost(state, entry.id));
    v1::CopyCodeResponse response;
    response.set_code(code->value);
    return response;
  });
}

absl::StatusOr<v1::PostCode> ExtendCode(Worlds& worlds, const v1::ExtendCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "post", request.post(), kPosts));
  return Mutate<v1::PostCode>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::PostCode> {
        SG_RETURN_IF_ERROR(PostIn(state, entry.id).status());
        SG_ASSIGN_OR_RETURN(const Code* code,
                            ExtendCode(state, entry.id, DaysOf(request.duration_days())));
        return ToProto(state, *code);
      });
}

absl::StatusOr<Empty> DeleteCode(Worlds& worlds, const v1::DeleteCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "post", request.post(), kPosts));
  return Mutate<Empty>(*entry.world, request, [&](WorldState& state) -> absl::StatusOr<Empty> {
    SG_RETURN_IF_ERROR(PostIn(state, entry.id).status());
    SG_RETURN_IF_ERROR(DeleteCode(state, entry.id));
    return Empty();
  });
}

absl::StatusOr<v1::ConsentResponse> ConsentAsCreator(
    Worlds& worlds, const v1::CreatorAppServiceConsentRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "account", request.account(), kCreators));
  const CreatorConsentRequest consent{.link = request.link(),
                                      .creator_id = entry.id,
                                      .decline = request.decline(),
                                      .scopes = {request.scopes().begin(), request.scopes().end()}};
  return Mutate<v1::ConsentResponse>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::ConsentResponse> {
        SG_RETURN_IF_ERROR(
            RowOf(state, state.creators, "CreatorAccount", kCreators, entry.id).status());
        v1::ConsentResponse response;
        SG_ASSIGN_OR_RETURN(*response.mutable_redirect_address(), CreatorConsent(state, consent));
        return response;
      });
}

}  // namespace sparkgate::simulator
