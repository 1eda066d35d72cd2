#include "simulator/control/creator_app.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"

namespace sparkgate::simulator {

void RegisterCreatorAppService(rpc::MethodTable& table, Worlds& worlds) {
  Service service(table, worlds, "CreatorAppService");
  service.Unary("CreateAccount", CreateAccount);
  service.Unary("GetAccount", GetAccount);
  service.Unary("ListAccounts", ListAccounts);
  service.Unary("UpdateAccount", UpdateAccount);
  service.Unary("PostVideo", PostVideo);
  service.Unary("GetPost", GetPost);
  service.Unary("ListPosts", ListPosts);
  service.Unary("DeletePost", DeletePost);
  service.Unary("OpenAdSettings", OpenAdSettings);
  service.Unary("UpdateAdSettings", UpdateAdSettings);
  service.Unary("GenerateCode", GenerateCode);
  service.Unary("ManageCode", ManageCode);
  service.Unary("CopyCode", CopyCode);
  service.Unary("ExtendCode", ExtendCode);
  service.Unary("DeleteCode", DeleteCode);
  service.Unary("Consent", ConsentAsCreator);
  service.Unary("ListAuthorizationRequests", ListAuthorizationRequests);
  service.Unary("AnswerAuthorizationRequest", AnswerAuthorizationRequest);
  service.Unary("ListNotifications", ListCreatorNotifications);
}

}  // namespace sparkgate::simulator
