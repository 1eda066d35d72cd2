#include "simulator/world/journal/journal.h"

#include <chrono>
#include <future>
#include <thread>

#include <gmock/gmock.h>

#include "simulator/control/control_fixture.h"
#include "sparkgate/simulator/v1/journal_service.grpc.pb.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class JournalServiceTest : public ControlTest {
 protected:
  using Stub = v1::JournalService::Stub;

  JournalServiceTest() {
    MakeWorld("world-1");
    world_ = worlds_.Find("world-1");
  }

  Journal& journal() { return world_->journal(); }
  uint64_t Came(const std::string& endpoint, int code = 0, const std::string& arguments = "{}") {
    Exchange exchange;
    exchange.time = absl::FromUnixSeconds(1'767'225'600);
    exchange.method = "POST";
    exchange.path = "/open_api/v1.3/" + endpoint + "/";
    exchange.endpoint = endpoint;
    exchange.arguments = arguments;
    exchange.arguments_size = arguments.size();
    exchange.http_status = 200;
    exchange.code = code;
    exchange.message = code == 0 ? "OK" : "no";
    exchange.request_id = "id";
    exchange.duration = absl::Microseconds(7);
    journal().Record(std::move(exchange));
    return journal().Stats().last_number;
  }
  absl::StatusOr<v1::ListExchangesResponse> List(const v1::ListExchangesRequest& request) {
    return Call<v1::ListExchangesResponse>(*stub_, &Stub::ListExchanges, request);
  }
  static std::vector<int64_t> Numbers(const v1::ListExchangesResponse& response) {
    std::vector<int64_t> numbers;
    for (const v1::Exchange& exchange : response.exchanges()) numbers.push_back(exchange.number());
    return numbers;
  }
  static v1::ListExchangesRequest Listing() {
    v1::ListExchangesRequest request;
    request.set_world("worlds/world-1");
    return request;
  }
  static v1::VerifyRequest Verification(const std::string& endpoint) {
    v1::VerifyRequest request;
    request.set_world("worlds/world-1");
    request.mutable_filter()->set_endpoint(endpoint);
    return request;
  }
  absl::StatusOr<v1::VerifyResponse> Verify(const v1::VerifyRequest& request) {
    return Call<v1::VerifyResponse>(*stub_, &Stub::Verify, request);
  }
  static std::string FieldOf(const absl::Status& status) {
    const ErrorDetail detail = DetailOf(status);
    return detail.fields.empty() ? "none" : detail.fields[0].field;
  }
  // A call that waits in the journal of world-1.
  std::future<absl::StatusOr<v1::Exchange>> Await(const v1::ExchangeFilter& filter,
                                                  absl::Duration timeout = kLong) {
    return std::async(
        std::launch::async, [this, filter, timeout]() -> absl::StatusOr<v1::Exchange> {
          v1::AwaitExchangeRequest request;
          request.set_world("worlds/world-1");
          *request.mutable_filter() = filter;
          v1::Exchange response;
          const auto context = rpc::MakeContext({.timeout = timeout});
          const grpc::Status status = stub_->AwaitExchange(context.get(), request, &response);
          if (!status.ok()) return rpc::FromGrpc(status);
          return response;
        });
  }

  // Until so many calls wait.
  void WaitFor(size_t calls) {
    while (journal().Stats().watchers != calls) std::this_thread::yield();
  }

  const std::unique_ptr<v1::JournalService::Stub> stub_ = v1::JournalService::NewStub(channel_);
  std::shared_ptr<World> world_;
};

TEST_F(JournalServiceTest, TellsOfAnExchangeAllButItsSecrets) {
  Came("tt_video/authorize", 40002, R"({"advertiser_id":"7","auth_code":"hidden"})");
  Came("ad/get", 0, "no JSON");
  const v1::ListExchangesResponse response = List(Listing()).value();
  ASSERT_EQ(response.exchanges_size(), 2);
  const v1::Exchange& exchange = response.exchanges(0);
  EXPECT_EQ(exchange.number(), 1);
  EXPECT_EQ(exchange.time().seconds(), 1'767'225'600);
  EXPECT_EQ(exchange.method(), "POST");
  EXPECT_EQ(exchange.path(), "/open_api/v1.3/tt_video/authorize/");
  EXPECT_EQ(exchange.endpoint(), "tt_video/authorize");
  EXPECT_EQ(exchange.arguments(), R"j({"advertiser_id":"7","auth_code":"(masked)"})j");
  EXPECT_EQ(exchange.arguments_problem(), "");
  EXPECT_EQ(exchange.http_status(), 200);
  EXPECT_EQ(exchange.code(), 40002);
  EXPECT_EQ(exchange.message(), "no");
  EXPECT_EQ(exchange.request_id(), "id");
  EXPECT_EQ(exchange.duration().nanos(), 7'000);
  EXPECT_EQ(exchange.fault(), "");
  EXPECT_EQ(response.exchanges(1).arguments(), "");
  EXPECT_EQ(response.exchanges(1).arguments_problem(), "not a JSON object: 7 bytes");
  EXPECT_TRUE(response.exchanges(1).has_code());
}

TEST_F(JournalServiceTest, ListsByFilterAndPage) {
  for (int i = 0; i < 5; ++i) {
    Came("ad/get");
    Came("ad/create", i == 0 ? 40002 : 0);
  }
  v1::ListExchangesRequest request = Listing();
  request.mutable_filter()->set_endpoint("ad/create");
  request.mutable_filter()->set_code(0);
  request.set_page_size(3);
  const v1::ListExchangesResponse first = List(request).value();
  EXPECT_THAT(Numbers(first), ElementsAre(4, 6, 8));
  request.set_page_token(first.next_page_token());
  const v1::ListExchangesResponse second = List(request).value();
  EXPECT_THAT(Numbers(second), ElementsAre(10));
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.mutable_filter()->set_after_number(6);
  EXPECT_THAT(Numbers(List(request).value()), ElementsAre(8, 10));
}

TEST_F(JournalServiceTest, RefusesFiltersThatCanNotBeMeant) {
  for (const char* endpoint : {"/ad/get", "ad/get/", "a*/get"}) {
    v1::ListExchangesRequest request = Listing();
    request.mutable_filter()->set_endpoint(endpoint);
    EXPECT_EQ(FieldOf(List(request).status()), "filter.endpoint") << endpoint;
  }
  v1::ListExchangesRequest request = Listing();
  request.mutable_filter()->set_after_number(-1);
  EXPECT_EQ(FieldOf(List(request).status()), "filter.after_number");
  request = Listing();
  request.set_page_token("x");
  EXPECT_EQ(ReasonOf(List(request).status()), "PAGE_TOKEN_INVALID");
  request = Listing();
  request.set_world("worlds/nowhere");
  EXPECT_EQ(ReasonOf(List(request).status()), "RESOURCE_NOT_FOUND");
}

TEST_F(JournalServiceTest, TellsHowFullItIsAndIsCleared) {
  Came("ad/get");
  v1::GetJournalRequest get;
  get.set_name("worlds/world-1/journal");
  auto journal = Call<v1::Journal>(*stub_, &Stub::GetJournal, get).value();
  EXPECT_EQ(journal.name(), "worlds/world-1/journal");
  EXPECT_EQ(journal.exchange_count(), 1);
  EXPECT_EQ(journal.last_number(), 1);
  EXPECT_GT(journal.bytes(), 0);
  EXPECT_EQ(journal.max_bytes(), 1 << 20);
  v1::ClearRequest clear;
  clear.set_world("worlds/world-1");
  EXPECT_TRUE(Call<google::protobuf::Empty>(*stub_, &Stub::Clear, clear).ok());
  journal = Call<v1::Journal>(*stub_, &Stub::GetJournal, get).value();
  EXPECT_EQ(journal.exchange_count(), 0);
  EXPECT_EQ(journal.last_number(), 1);
  get.set_name("worlds/world-1");
  EXPECT_EQ(FieldOf(Call<v1::Journal>(*stub_, &Stub::GetJournal, get).status()), "name");
}

TEST_F(JournalServiceTest, AwaitTakesWhatIsThereAlready) {
  Came("ad/get");
  Came("ad/create");
  Came("ad/create");
  v1::ExchangeFilter filter;
  filter.set_endpoint("ad/create");
  EXPECT_EQ(Await(filter).get()->number(), 2);
  filter.set_after_number(2);
  EXPECT_EQ(Await(filter).get()->number(), 3);
}

TEST_F(JournalServiceTest, AwaitWaitsForTheFirstThatMatches) {
  v1::ExchangeFilter filter;
  filter.set_endpoint("ad/create");
  filter.set_code(0);
  auto waiting = Await(filter);
  uint64_t last = 0;
  WaitFor(1);
  for (int i = 0; i < 100; ++i) last = Came("ad/create", 40002);
  EXPECT_EQ(waiting.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  Came("ad/create");
  Came("ad/create");
  EXPECT_EQ(static_cast<uint64_t>(waiting.get()->number()), last + 1);
}

TEST_F(JournalServiceTest, AwaitEndsWithItsDeadline) {
  v1::ExchangeFilter filter;
  filter.set_endpoint("ad/create");
  EXPECT_EQ(Await(filter, absl::Milliseconds(50)).get().status().code(),
            absl::StatusCode::kDeadlineExceeded);
  WaitFor(0);
}

TEST_F(JournalServiceTest, AwaitEndsWithTheWorld) {
  auto waiting = Await({});
  WaitFor(1);
  v1::DeleteWorldRequest request;
  request.set_name("worlds/world-1");
  ASSERT_TRUE(
      Call<google::protobuf::Empty>(*world_stub_, &v1::WorldService::Stub::DeleteWorld, request)
          .ok());
  EXPECT_EQ(ReasonOf(waiting.get().status()), "WORLD_GONE");
}

TEST_F(JournalServiceTest, VerifiesAndExplains) {
  Came("ad/create");
  Came("ad/create", 40002);
  v1::VerifyRequest request = Verification("ad/create");
  request.set_exactly(2);
  const v1::VerifyResponse response = Verify(request).value();
  EXPECT_EQ(response.matched_count(), 2);
  EXPECT_THAT(response.numbers(), ElementsAre(1, 2));
  request.mutable_filter()->set_code(0);
  const absl::Status status = Verify(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "VERIFICATION_FAILED");
  EXPECT_EQ(DetailOf(status).metadata.at("differing_fields"), "code");
  EXPECT_THAT(std::string(status.message()), HasSubstr("Nearest miss: exchange 2"));
  request.set_at_least(1);
  EXPECT_TRUE(Verify(request).ok());
  request.set_at_most(0);
  EXPECT_EQ(ReasonOf(Verify(request).status()), "VERIFICATION_FAILED");
  request.set_never(true);
  EXPECT_EQ(ReasonOf(Verify(request).status()), "VERIFICATION_FAILED");
  request.mutable_filter()->set_after_number(1);
  EXPECT_TRUE(Verify(request).ok());
}

TEST_F(JournalServiceTest, VerifiesAnOrder) {
  Came("tt_video/info");
  Came("tt_video/authorize");
  v1::VerifyRequest request;
  request.set_world("worlds/world-1");
  request.mutable_in_order()->add_steps()->set_endpoint("tt_video/info");
  request.mutable_in_order()->add_steps()->set_endpoint("tt_video/authorize");
  EXPECT_THAT(Verify(request)->numbers(), ElementsAre(1, 2));
  request.mutable_in_order()->mutable_steps()->SwapElements(0, 1);
  EXPECT_EQ(ReasonOf(Verify(request).status()), "VERIFICATION_FAILED");
  request.mutable_in_order()->mutable_steps(1)->set_endpoint("/x");
  EXPECT_EQ(FieldOf(Verify(request).status()), "in_order.steps[1].endpoint");
  request.mutable_filter();
  EXPECT_EQ(FieldOf(Verify(request).status()), "filter");
  request.clear_filter();
  request.mutable_in_order()->clear_steps();
  EXPECT_EQ(FieldOf(Verify(request).status()), "in_order.steps");
}

TEST_F(JournalServiceTest, AnExpectationIsNeeded) {
  v1::VerifyRequest request = Verification("ad/create");
  EXPECT_EQ(FieldOf(Verify(request).status()), "exactly");
  request.set_at_least(0);
  EXPECT_EQ(FieldOf(Verify(request).status()), "at_least");
  request.set_exactly(-1);
  EXPECT_EQ(FieldOf(Verify(request).status()), "exactly");
  request.set_at_most(-1);
  EXPECT_EQ(FieldOf(Verify(request).status()), "at_most");
  request.set_never(false);
  EXPECT_EQ(FieldOf(Verify(request).status()), "never");
}

TEST_F(JournalServiceTest, ASimulatorMayKeepNone) {
  Worlds worlds(
      {.executor = steps_, .timers = timers_, .real_time = real_time_, .webhooks = webhooks_}, {},
      /*journal_bytes=*/0);
  ASSERT_TRUE(worlds.Create({.id = "world-1"}).ok());
  worlds.Find("world-1")->journal().Record({});
  rpc::MethodTable table;
  RegisterJournalService(table, worlds);
  const auto server = rpc::Server::Start({.port = 0}, table, nullptr, *metrics_).value();
  server->SetServing(true);
  const auto stub =
      v1::JournalService::NewStub(rpc::MakeChannel(fmt::format("127.0.0.1:{}", server->port())));
  EXPECT_EQ(
      Call<v1::ListExchangesResponse>(*stub, &Stub::ListExchanges, Listing())->exchanges_size(), 0);
  v1::VerifyRequest verify = Verification("ad/create");
  verify.set_never(true);  // which nobody could tell
  EXPECT_EQ(ReasonOf(Call<v1::VerifyResponse>(*stub, &Stub::Verify, verify).status()),
            "JOURNAL_OFF");
  v1::AwaitExchangeRequest await;
  await.set_world("worlds/world-1");
  EXPECT_EQ(ReasonOf(Call<v1::Exchange>(*stub, &Stub::AwaitExchange, await).status()),
            "JOURNAL_OFF");
  server->Stop(absl::ZeroDuration());
}

}  // namespace
}  // namespace sparkgate::simulator
