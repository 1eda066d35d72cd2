#include <string>

#include "simulator/control/control_fixture.h"
#include "simulator/world/creators.h"
#include "simulator/world/posts.h"
#include "simulator/world/tcm_requests.h"

namespace sparkgate::simulator {
namespace {

using CreatorRequestsTest = ControlTest;

TEST_F(CreatorRequestsTest, ACreatorAnswersABrandsRequest) {
  MakeWorld("world-1");
  const std::string creator = worlds_.Find("world-1")->Write([](WorldState& state) {
    NewCreator person;
    person.username = "mira";
    person.followers = 20'000;
    person.ad_settings_on = true;
    const std::string id = (*OpenCreatorAccount(state, person))->id;
    NewPost video;
    video.creator_id = id;
    const std::string post = (*PublishPost(state, video))->id;
    EXPECT_TRUE(AskForAuthorization(state, {.tcm_account_id = "77", .post_id = post}).ok());
    EXPECT_TRUE(AskForAuthorization(state, {.tcm_account_id = "78", .post_id = post}).ok());
    return id;
  });
  using App = v1::CreatorAppService::Stub;
  v1::ListAuthorizationRequestsRequest list;
  list.set_account("worlds/world-1/creators/" + creator);
  list.set_page_size(1);
  const auto first = Call<v1::ListAuthorizationRequestsResponse>(
                         *creator_stub_, &App::ListAuthorizationRequests, list)
                         .value();
  ASSERT_EQ(first.authorization_requests_size(), 1);
  EXPECT_EQ(first.authorization_requests(0).tcm_account_id(), "77");
  EXPECT_EQ(first.authorization_requests(0).state(), v1::AuthorizationRequest::STATE_WAITING);
  list.set_page_token(first.next_page_token());
  const auto second = Call<v1::ListAuthorizationRequestsResponse>(
                          *creator_stub_, &App::ListAuthorizationRequests, list)
                          .value();
  ASSERT_EQ(second.authorization_requests_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");

  v1::AnswerAuthorizationRequestRequest answer;
  answer.set_name(first.authorization_requests(0).name());
  answer.set_duration_days(14);
  answer.set_decline(true);
  const auto call = [&] {
    return Call<v1::AuthorizationRequest>(*creator_stub_, &App::AnswerAuthorizationRequest, answer);
  };
  EXPECT_EQ(ReasonOf(call().status()), "INVALID_FIELD");
  answer.set_decline(false);
  EXPECT_EQ(call().value().state(), v1::AuthorizationRequest::STATE_ACCEPTED);
  EXPECT_EQ(ReasonOf(call().status()), "TCM_REQUEST_ANSWERED");
  v1::ManageCodeRequest manage;
  manage.set_post(first.authorization_requests(0).post());
  EXPECT_EQ(Call<v1::PostCode>(*creator_stub_, &App::ManageCode, manage).value().duration_days(),
            14);
  answer.set_name(second.authorization_requests(0).name());
  answer.clear_duration_days();
  answer.set_decline(true);
  EXPECT_EQ(call().value().state(), v1::AuthorizationRequest::STATE_REJECTED);
  answer.set_name("worlds/world-1/authorizationRequests/79-1");
  EXPECT_EQ(call().status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sparkgate::simulator
