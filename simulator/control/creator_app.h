// The handlers of CreatorAppService, by file: creator_accounts.cc, creator_codes.cc,
// creator_requests.cc. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_CONTROL_CREATOR_APP_H_
#define SPARKGATE_SIMULATOR_CONTROL_CREATOR_APP_H_

#include <absl/status/statusor.h>
#include <google/protobuf/empty.pb.h>

#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"

namespace sparkgate::simulator {

absl::StatusOr<v1::CreatorAccount> CreateAccount(Worlds& worlds,
                                                 const v1::CreateAccountRequest& request);
absl::StatusOr<v1::CreatorAccount> GetAccount(Worlds& worlds, const v1::GetAccountRequest& request);
absl::StatusOr<v1::ListAccountsResponse> ListAccounts(Worlds& worlds,
                                                      const v1::ListAccountsRequest& request);
absl::StatusOr<v1::CreatorAccount> UpdateAccount(Worlds& worlds,
                                                 const v1::UpdateAccountRequest& request);
absl::StatusOr<v1::Post> PostVideo(Worlds& worlds, const v1::PostVideoRequest& request);
absl::StatusOr<v1::Post> GetPost(Worlds& worlds, const v1::GetPostRequest& request);
absl::StatusOr<v1::ListPostsResponse> ListPosts(Worlds& worlds,
                                                const v1::ListPostsRequest& request);
absl::StatusOr<google::protobuf::Empty> DeletePost(Worlds& worlds,
                                                   const v1::DeletePostRequest& request);
absl::StatusOr<v1::ListNotificationsResponse> ListCreatorNotifications(
    Worlds& worlds, const v1::CreatorAppServiceListNotificationsRequest& request);

absl::StatusOr<v1::PostAdSettings> OpenAdSettings(Worlds& worlds,
                                                  const v1::OpenAdSettingsRequest& request);
absl::StatusOr<v1::PostAdSettings> UpdateAdSettings(Worlds& worlds,
                                                    const v1::UpdateAdSettingsRequest& request);
absl::StatusOr<v1::PostCode> GenerateCode(Worlds& worlds, const v1::GenerateCodeRequest& request);
absl::StatusOr<v1::PostCode> ManageCode(Worlds& worlds, const v1::ManageCodeRequest& request);
absl::StatusOr<v1::CopyCodeResponse> CopyCode(Worlds& worlds, const v1::CopyCodeRequest& request);
absl::StatusOr<v1::PostCode> ExtendCode(Worlds& worlds, const v1::ExtendCodeRequest& request);
absl::StatusOr<google::protobuf::Empty> DeleteCode(Worlds& worlds,
                                                   const v1::DeleteCodeRequest& request);
absl::StatusOr<v1::ConsentResponse> ConsentAsCreator(
    Worlds& worlds, const v1::CreatorAppServiceConsentRequest& request);

absl::StatusOr<v1::ListAuthorizationRequestsResponse> ListAuthorizationRequests(
    Worlds& worlds, const v1::ListAuthorizationRequestsRequest& request);
absl::StatusOr<v1::AuthorizationRequest> AnswerAuthorizationRequest(
    Worlds& worlds, const v1::AnswerAuthorizationRequestRequest& request);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_CREATOR_APP_H_
