#include "simulator/app/simulator.h"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/http/client.h"
#include "simulator/app/demo.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;

class SimulatorTest : public testing::Test {
 protected:
  SimulatorTest() {
    std::string pattern = testing::TempDir() + "/simulator_test_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~SimulatorTest() override { std::filesystem::remove_all(folder_); }

  static SimulatorOptions Free(const std::string& data = "") {
    return {.http_port = 0, .grpc_port = 0, .data = data};
  }
  std::string Get(uint16_t port, const std::string& path, const std::string& token) {
    HttpRequest request;
    request.url = fmt::format("http://127.0.0.1:{}{}", port, path);
    request.headers = {{"Access-Token", token}};
    return client_->Send(request).value().body;
  }

  const std::unique_ptr<HttpClient> client_ = NewCurlClient({});
  std::string folder_;
};

TEST_F(SimulatorTest, TheDemoIsEnoughForAFirstCall) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  const absl::StatusOr<Demo> demo = FurnishDemo(simulator->worlds());
  ASSERT_TRUE(demo.ok()) << demo.status();
  const std::string answer =
      Get(simulator->http_port(),
          fmt::format("/open_api/v1.3/tt_video/info/?advertiser_id={}&auth_code={}",
                      demo->advertiser_id, PercentEncode(demo->code)),
          demo->advertiser_token);
  EXPECT_THAT(answer, HasSubstr("\"code\":0"));
  EXPECT_THAT(answer, HasSubstr(demo->item_id));
  const std::string text = DemoText(*demo, simulator->http_port());
  EXPECT_THAT(text, HasSubstr(demo->advertiser_token));
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, WorldsOutliveTheProgramAndTheDemoIsFoundAgain) {
  Demo first;
  {
    const std::unique_ptr<Simulator> simulator = Simulator::Start(Free(folder_)).value();
    first = FurnishDemo(simulator->worlds()).value();
    ASSERT_TRUE(simulator->Stop().ok());
  }
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free(folder_)).value();
  const Demo again = FurnishDemo(simulator->worlds()).value();
  EXPECT_EQ(again.code, first.code);
  EXPECT_EQ(again.advertiser_token, first.advertiser_token);
  EXPECT_EQ(again.creator_token, first.creator_token);
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, ASecondOneOnTheSamePortOrFolderIsTurnedAway) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free(folder_)).value();
  EXPECT_EQ(ReasonOf(Simulator::Start(Free(folder_)).status()), "FILE_LOCKED");
  SimulatorOptions same_http = Free();
  same_http.http_port = simulator->http_port();
  EXPECT_EQ(ReasonOf(Simulator::Start(same_http).status()), "ADDRESS_IN_USE");
  SimulatorOptions same_grpc = Free();
  same_grpc.grpc_port = simulator->grpc_port();
  EXPECT_EQ(ReasonOf(Simulator::Start(same_grpc).status()), "ADDRESS_IN_USE");
  EXPECT_TRUE(simulator->Stop().ok());
}

}  // namespace
}  // namespace sparkgate::simulator
