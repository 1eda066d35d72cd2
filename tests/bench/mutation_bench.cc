// What a mutation that goes to TikTok costs, against the least that it could: 64 callers switch an
// ad of their own off and on, through both real programs; then as many threads do nothing but
// commit two transactions to the same store, in groups as the server's are, and between them send
// the same call to the same simulator by libcurl.
//
//   mutation_bench [seconds of each, 5]
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "base/json.h"
#include "base/mutex.h"
#include "server/store/sqlite/open.h"
#include "server/store/testing/samples.h"
#include "sparkgate/simulator/v1/world_service.grpc.pb.h"
#include "sparkgate/v1/workspace_service.grpc.pb.h"
#include "tests/bench/closed_loop_client.h"
#include "tests/bench/programs.h"
#include "tests/bench/year.h"

namespace sparkgate::bench {
namespace {

namespace json = boost::json;
namespace sim = simulator::v1;

constexpr char kWorkspace[] = "mutations";
constexpr int kCallers = 64;
constexpr int kConnections = 8;
constexpr double kWanted = 0.6;

// The least: two commits and a call.
class BareLoop {
 public:
  BareLoop(const std::string& path, std::string url, const std::string& world,
           const std::string& grpc)
      : store_(Need(server::OpenSqliteStore({.path = path}), "store")),
        url_(fmt::format("http://{}/w/{}", url, world)) {
    const absl::Status made = store_->Write([](server::Transaction& tx) {
      return tx.workspaces().Insert(server::SampleWorkspace("w"));
    });
    if (!made.ok()) Need<int>(made, "workspace");
    Connect(world, grpc);
  }

  void Switch(const v1::Ad& ad, bool on, int caller) {
    Commit(caller);
    Post("ad/status/update", {{"advertiser_id", AdAccountOf(ad)},
                              {"ad_ids", json::array{json::string(ad.tiktok_id())}},
                              {"operation_status", on ? "ENABLE" : "DISABLE"}});
    Commit(caller);
  }
  double WritesPerCommit() const {
    const server::StoreStats stats = store_->stats();
    return static_cast<double>(stats.writes) / static_cast<double>(stats.commits);
  }

 private:
  // "workspaces/{workspace}/adAccounts/{id}/sparkPosts/{item}" → id
  static std::string AdAccountOf(const v1::Ad& ad) {
    constexpr std::string_view kBefore = "/adAccounts/";
    const size_t begin = ad.spark_post().find(kBefore) + kBefore.size();
    return ad.spark_post().substr(begin, ad.spark_post().find('/', begin) - begin);
  }

  // A developer app of its own, and its own consent.
  void Connect(const std::string& world, const std::string& grpc) {
    std::atomic<int64_t> calls = 0;
    sim::RegisterAppRequest app;
    app.set_world("worlds/" + world);
    app.mutable_app()->set_app_id("7400000000000000001");
    app.mutable_app()->set_secret("secretOfTheApp");
    app.mutable_app()->add_redirect_uris("https://bare.example/back");
    Caller<sim::WorldService>(grpc, "", calls)(&sim::WorldService::Stub::RegisterApp, app);
    sim::AdsManagerServiceConsentRequest consent;
    consent.set_world(app.world());
    consent.set_link(fmt::format("{}/portal/auth?app_id={}&state=s&redirect_uri={}", url_,
                                 app.app().app_id(), PercentEncode("https://bare.example/back")));
    const std::string back = Caller<sim::AdsManagerService>(grpc, "", calls)(
                                 &sim::AdsManagerService::Stub::Consent, consent)
                                 .redirect_address();
    for (const auto& [name, value] : ParseQuery(back.substr(back.find('?') + 1))) {
      if (name != "auth_code") continue;
      const json::object token = Post(
          "oauth2/access_token",
          {{"app_id", app.app().app_id()}, {"secret", app.app().secret()}, {"auth_code", value}});
      token_ = JsonString(token, "access_token").value_or("");
    }
  }

  json::object Post(const std::string& endpoint, const json::object& body) {
    HttpRequest request{.method = "POST",
                        .url = fmt::format("{}/open_api/v1.3/{}/", url_, endpoint),
                        .headers = {{"Content-Type", "application/json"}},
                        .body = json::serialize(body)};
    if (!token_.empty()) request.headers.emplace_back("Access-Token", token_);
    const HttpResponse response = Need(http_->Send(request), "POST");
    const json::object answer = Need(ParseJson(response.body), "answer").as_object();
    if (JsonInt(answer, "code") != 0) Need<int>(absl::InternalError(response.body), "TikTok");
    const json::object* data = JsonObject(answer, "data");
    return data == nullptr ? json::object() : *data;
  }

  void Commit(int caller) {
    const absl::Status written = store_->Write([&](server::Transaction& tx) {
      return tx.codes().Put(server::SampleCode("w", fmt::format("{:026d}", caller)));
    });
    if (!written.ok()) Need<int>(written, "commit");
  }

  const std::unique_ptr<server::Store> store_;
  const std::unique_ptr<HttpClient> http_ = NewCurlClient({});
  const std::string url_;
  std::string token_;
};

// Both programs' processor time, and the server's by thread.
struct Cpu {
  absl::Duration server;
  absl::Duration simulator;
  std::map<std::string, absl::Duration> threads;
};

Cpu CpuOf(const Program& server, const Program& simulator) {
  return {.server = server.CpuTime(),
          .simulator = simulator.CpuTime(),
          .threads = server.CpuByThread()};
}

// 64 threads for `seconds`; how many a second.
double Measure(const char* what, double seconds, const std::function<void(int, bool)>& change) {
  Mutex mutex;
  LatencyHistogram latencies;
  std::vector<std::thread> callers;
  const int64_t begin = MonotonicNanos();
  const int64_t end = begin + static_cast<int64_t>(seconds * 1e9);
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      bool on = false;
      for (int64_t now = MonotonicNanos(); now < end; on = !on) {
        change(caller, on);
        const int64_t after = MonotonicNanos();
        MutexLock lock(mutex);
        latencies.Add((after - std::exchange(now, after)) / 1000);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  const double rate = static_cast<double>(latencies.count()) /
                      (static_cast<double>(MonotonicNanos() - begin) * 1e-9);
  std::printf("%-26s %7.0f/s, p50 %6.1f ms, p99 %6.1f ms\n", what, rate,
              static_cast<double>(latencies.Percentile(50)) / 1000,
              static_cast<double>(latencies.Percentile(99)) / 1000);
  return rate;
}

void Report(const Cpu& before, const Cpu& after, double mutations) {
  const auto each = [&](absl::Duration time) {
    return absl::ToDoubleMicroseconds(time) / mutations;
  };
  std::printf("CPU per mutation: server %.0f us, simulator %.0f us; the server's by thread:",
              each(after.server - before.server), each(after.simulator - before.simulator));
  std::vector<std::pair<double, std::string>> threads;
  for (const auto& [name, time] : after.threads) {
    const auto earlier = before.threads.find(name);
    const absl::Duration since = earlier == before.threads.end() ? time : time - earlier->second;
    threads.emplace_back(each(since), name);
  }
  std::ranges::sort(threads, std::greater<>());
  for (const auto& [time, name] : threads) {
    if (time >= 1) std::printf(" %s %.0f", name.c_str(), time);
  }
  std::printf("\n");
}

int Main(double seconds) {
  const ScratchFolder folder;
  const auto simulator = Need(StartSimulator(folder), "simulator");
  const auto server = Need(StartServer(folder, *simulator), "server");
  std::atomic<int64_t> calls = 0;
  v1::CreateWorkspaceRequest request;
  request.set_workspace_id(kWorkspace);
  request.set_environment(v1::ENVIRONMENT_SIMULATOR);
  const std::string key =
      Caller<v1::WorkspaceService>(server->grpc(), Need(ReadAdminKey(folder), "admin key"), calls)(
          &v1::WorkspaceService::Stub::CreateWorkspace, request)
          .admin_key_secret();
  Year year(server->grpc(), simulator->grpc(), kWorkspace, key);
  year.Prepare();
  year.Join(0);
  const std::vector<v1::Ad> ads = year.Ads();  // 100 of them, in review or through

  std::vector<std::unique_ptr<Caller<v1::AdService>>> api;
  for (int i = 0; i < kConnections; ++i) {
    api.push_back(std::make_unique<Caller<v1::AdService>>(server->grpc(), key, calls));
  }
  const auto through_us = [&](int caller, bool on) {
    const auto at = static_cast<size_t>(caller);
    Caller<v1::AdService>& ad_service = *api[at % kConnections];
    if (on) {
      v1::ResumeRequest resume;
      resume.set_name(ads[at].name());
      ad_service(&v1::AdService::Stub::Resume, resume);
    } else {
      v1::PauseRequest pause;
      pause.set_name(ads[at].name());
      ad_service(&v1::AdService::Stub::Pause, pause);
    }
  };
  const Cpu before = CpuOf(*server, *simulator);
  const int64_t calls_before = calls;
  const double ours = Measure("through the server", seconds, through_us);
  Report(before, CpuOf(*server, *simulator), static_cast<double>(calls - calls_before));

  BareLoop bare(folder.Path("bare.db"), simulator->http(), kWorkspace, simulator->grpc());
  const absl::Duration simulator_cpu = simulator->CpuTime();
  const absl::Duration own_cpu = CpuTimeOf(getpid());
  const double least = Measure("two commits and a call", seconds, [&](int caller, bool on) {
    bare.Switch(ads[static_cast<size_t>(caller)], on, caller);
  });
  const double number = least * seconds;
  std::printf("CPU per round: loop %.0f us, simulator %.0f us; writes in a commit: %.1f\n",
              absl::ToDoubleMicroseconds(CpuTimeOf(getpid()) - own_cpu) / number,
              absl::ToDoubleMicroseconds(simulator->CpuTime() - simulator_cpu) / number,
              bare.WritesPerCommit());
  std::printf("ratio: %.2f (wanted: %.1f)\n", ours / least, kWanted);
  return 0;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) {
  return sparkgate::bench::Main(argc > 1 ? std::atof(argv[1]) : 5);
}
