// A rolling restart under load fails no call: one server after another on one store and address,
// and clients that do what gRPC's own do: repeat what was UNAVAILABLE.
#include <atomic>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include "base/mutex.h"
#include "sparkgate/v1/ad_service.grpc.pb.h"
#include "sparkgate/v1/creator_service.grpc.pb.h"
#include "sparkgate/v1/event_service.grpc.pb.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

constexpr int kCallers = 4;
constexpr int kRestarts = 2;
constexpr int kMostExtensions = 5;  // of a code, by 30 days each

// Counts, and lets one wait for a count.
class Tally {
 public:
  void Add() {
    MutexLock lock(mutex_);
    ++count_;
    grown_.NotifyAll();
  }
  void WaitFor(int more) {
    MutexLock lock(mutex_);
    const int enough = count_ + more;
    while (count_ < enough) grown_.Wait(mutex_);
  }

 private:
  Mutex mutex_;
  CondVar grown_;
  int count_ SG_GUARDED_BY(mutex_) = 0;
};

class RollingRestartTest : public testing::Test {
 protected:
  void SetUp() override {
    programs_.Start();
    // Whoever comes next listens where the first one did.
    programs_.flags["--grpc-port"] = fmt::format("{}", programs_.server().grpc);
    programs_.flags["--drain-delay"] = "1";
    story_ = std::make_unique<Story>(programs_, StoryOptions{.workspace = "rolling"});
    story_->OpenAdAccount();
    for (int i = 0; i < kCallers; ++i) {
      story_->OpenPost(fmt::format("creator.{}", i));
      story_->GenerateCode(30);
      codes_.push_back(story_->GetCode());
    }
    extended_.resize(kCallers);
    drafted_.resize(kCallers);
    story_->api.LeaveServer();
  }

  client::Connection Connect() const {
    return client::Connection({.address = Address(), .key = story_->key});
  }
  std::string Address() const { return fmt::format("127.0.0.1:{}", programs_.server().grpc); }

  // A channel that repeats by itself, as gRPC documents it: what was UNAVAILABLE, after a while.
  std::shared_ptr<grpc::Channel> InsistentChannel() const {
    grpc::ChannelArguments args;
    args.SetInt(GRPC_ARG_ENABLE_RETRIES, 1);
    args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    args.SetServiceConfigJSON(R"({"methodConfig": [{"name": [{}], "waitForReady": true,
        "retryPolicy": {"maxAttempts": 5, "initialBackoff": "0.5s", "maxBackoff": "2s",
                        "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]})");
    return grpc::CreateCustomChannel(Address(), grpc::InsecureChannelCredentials(), args);
  }

  // Whether a server that was about to stop refused a call.
  bool WasRefused(const std::string& method) const {
    std::istringstream log(programs_.ServerLog());
    for (std::string line; std::getline(log, line);) {
      if (line.find("\"SERVER_STOPPING\"") == std::string::npos) continue;
      if (line.find(method) != std::string::npos) return true;
    }
    return false;
  }

  // True if it succeeded.
  template <class Stub, class Request, class Response>
  bool Ask(const client::Connection& connection, Stub& stub,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           const Request& request) {
    const auto answer = connection.Call(stub, method, request, {.deadline = absl::Seconds(60)});
    EXPECT_TRUE(answer.ok()) << answer.status();
    done_.Add();
    return answer.ok();
  }

  // Drafts campaigns, and extends a code at TikTok now and then.
  void Load(size_t caller) {
    const client::Connection connection = Connect();
    const std::shared_ptr<grpc::Channel> channel = InsistentChannel();
    const auto ads = v1::AdService::NewStub(channel);
    const auto creators = v1::CreatorService::NewStub(channel);
    for (int i = 0; !enough_; ++i) {
      v1::CreateCampaignRequest draft;
      draft.set_parent(story_->workspace);
      draft.set_request_id(fmt::format("draft-{}-{}", caller, i));
      draft.mutable_campaign()->set_ad_account(story_->ad_account);
      draft.mutable_campaign()->set_display_name(fmt::format("{}-{}", caller, i));
      draft.mutable_campaign()->set_objective(v1::OBJECTIVE_TRAFFIC);
      if (!Ask(connection, *ads, &v1::AdService::Stub::CreateCampaign, draft)) return;
      drafted_[caller] = i + 1;
      if (i % 5 != 0 || extended_[caller] == kMostExtensions) continue;
      v1::ExtendCodeRequest extend;
      extend.set_name(codes_[caller].name());
      extend.set_add_days(30);
      extend.set_request_id(fmt::format("extend-{}-{}", caller, i));
      if (!Ask(connection, *creators, &v1::CreatorService::Stub::ExtendCode, extend)) return;
      ++extended_[caller];
    }
  }

  // Watches until a campaign of the name "last" is there, and resumes where it is told to.
  void Watch() {
    const client::Connection connection = Connect();
    const auto events = v1::EventService::NewStub(InsistentChannel());
    int64_t resume_after = 0;
    for (bool last = false; !last;) {
      grpc::ClientContext context;
      connection.Prepare(context, {.wait_for_ready = true}, /*unary=*/false);
      v1::WatchEventsRequest request;
      request.set_parent(story_->workspace);
      request.set_after(resume_after);
      const auto reader = events->WatchEvents(&context, request);
      v1::WatchEventsResponse message;
      while (!last && reader->Read(&message)) {
        if (message.has_event()) {
          EXPECT_EQ(message.event().number(), resume_after + 1) << "a gap, or an event twice";
          last = message.event().number() == last_event_;
          watched_.Add();
        }
        resume_after = message.resume_after();
      }
      if (last) context.TryCancel();
      const absl::Status ended = client::FromGrpc(reader->Finish());
      if (last) return;
      if (!absl::IsUnavailable(ended)) {
        ADD_FAILURE() << ended;
        return;
      }
      // A server that couldn't be reached says nothing, nor does one that refused from the start.
      client::ErrorDetails details = client::DetailsOf(ended);
      if (!details.metadata.contains("resume_after")) continue;
      EXPECT_EQ(details.reason, "SERVER_STOPPING");
      EXPECT_EQ(details.metadata["resume_after"], std::to_string(resume_after));
      ++told_;
    }
  }

  Programs programs_;
  std::unique_ptr<Story> story_;
  std::vector<v1::Code> codes_;
  std::vector<int> extended_, drafted_;  // of each caller
  Tally done_;
  Tally watched_;
  std::atomic<bool> enough_ = false;
  std::atomic<int> told_ = 0;  // streams that were told where to resume
  std::atomic<int64_t> last_event_ = -1;
};

TEST_F(RollingRestartTest, FailsNoCallAndDoesNothingTwice) {
  std::thread watcher([this] { Watch(); });
  std::vector<std::thread> callers;
  for (size_t i = 0; i < kCallers; ++i) callers.emplace_back([this, i] { Load(i); });
  done_.WaitFor(5 * kCallers);
  for (int i = 0; i < kRestarts; ++i) {
    watched_.WaitFor(1);  // so there is a stream to end
    programs_.StopServer();
    programs_.StartServer();
    done_.WaitFor(5 * kCallers);
  }
  enough_ = true;
  for (std::thread& caller : callers) caller.join();
  story_->Reconnect(programs_);
  const std::vector<v1::Event> events = story_->Events();
  last_event_ = events.back().number() + 1;
  story_->RevealCode();  // the watcher's last event
  watcher.join();

  std::map<std::string, int> drafts;  // by name, how often
  std::string token;
  do {
    const auto page =
        story_->api
            .Ask<v1::ListCampaignsResponse>("AdService.ListCampaigns",
                                            "parent: '{}' page_size: 1000 page_token: '{}'",
                                            story_->workspace, token)
            .value();
    for (const v1::Campaign& campaign : page.campaigns()) ++drafts[campaign.display_name()];
    token = page.next_page_token();
  } while (!token.empty());
  size_t all = 0;
  for (size_t caller = 0; caller < kCallers; ++caller) {
    all += static_cast<size_t>(drafted_[caller]);
    for (int i = 0; i < drafted_[caller]; ++i) {
      EXPECT_EQ(drafts[fmt::format("{}-{}", caller, i)], 1);
    }
    const v1::Code code =
        story_->api.Ask<v1::Code>("CreatorService.GetCode", "name: '{}'", codes_[caller].name())
            .value();
    EXPECT_EQ(ToTime(code.end_time()) - ToTime(codes_[caller].end_time()),
              extended_[caller] * absl::Hours(24 * 30));
  }
  EXPECT_EQ(drafts.size(), all);
  EXPECT_TRUE(WasRefused("CreateCampaign")) << "nothing happened under load";
  EXPECT_EQ(told_, kRestarts);
}

}  // namespace
}  // namespace sparkgate::integration
