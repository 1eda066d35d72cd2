// Bulk import with both real programs: 10,000 codes in one text, from its first byte to the last
// redeemed code, in real seconds; with what it took of the processors and of memory.
//
//   import_bench [seconds: under 1, only 200 codes] [codes]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/clock.h"
#include "sparkgate/simulator/v1/ads_manager_service.grpc.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.grpc.pb.h"
#include "sparkgate/v1/advertiser_service.grpc.pb.h"
#include "sparkgate/v1/library_service.grpc.pb.h"
#include "sparkgate/v1/operation_service.grpc.pb.h"
#include "sparkgate/v1/workspace_service.grpc.pb.h"
#include "tests/bench/caller.h"
#include "tests/bench/programs.h"

namespace sparkgate::bench {
namespace {

namespace sim = simulator::v1;

constexpr char kWorkspace[] = "import";
constexpr int kPostsEach = 100;  // of a creator
constexpr int kCallers = 16;
constexpr size_t kPiece = size_t{64} << 10;
constexpr double kWanted = 20;  // seconds, for 10,000

double Since(int64_t begin) { return static_cast<double>(MonotonicNanos() - begin) * 1e-9; }

class Import {
 public:
  Import(const Program& server, const Program& simulator, const std::string& admin_key)
      : app_(simulator.grpc(), "", calls_), ads_manager_(simulator.grpc(), "", calls_) {
    v1::CreateWorkspaceRequest request;
    request.set_workspace_id(kWorkspace);
    request.set_environment(v1::ENVIRONMENT_SIMULATOR);
    Caller<v1::WorkspaceService> workspaces(server.grpc(), admin_key, calls_);
    const std::string key =
        workspaces(&v1::WorkspaceService::Stub::CreateWorkspace, request).admin_key_secret();
    library_ = std::make_unique<Caller<v1::LibraryService>>(server.grpc(), key, calls_);
    operations_ = std::make_unique<Caller<v1::OperationService>>(server.grpc(), key, calls_);
    advertisers_ = std::make_unique<Caller<v1::AdvertiserService>>(server.grpc(), key, calls_);
  }

  // The codes of as many posts, a line each, as their creators copy them.
  std::string MakeText(int codes) {
    std::vector<std::string> lines(static_cast<size_t>(codes));
    InParallel((codes + kPostsEach - 1) / kPostsEach, kCallers, [&](int creator) {
      sim::CreateAccountRequest account;
      account.set_world(fmt::format("worlds/{}", kWorkspace));
      account.mutable_account()->set_username(fmt::format("creator.{}", creator));
      account.mutable_account()->set_follower_count(12'000);
      account.mutable_account()->set_ad_settings_enabled(true);
      const std::string person = app_(&sim::CreatorAppService::Stub::CreateAccount, account).name();
      const int end = std::min(codes, (creator + 1) * kPostsEach);
      for (int i = creator * kPostsEach; i < end; ++i) {
        lines[static_cast<size_t>(i)] = MakeCode(person, i);
      }
    });
    std::string text;
    for (size_t i = 0; i < lines.size(); ++i) {
      text += fmt::format("{}\tcreator.{}\t{}\n", i, i / kPostsEach, lines[i]);
    }
    return text;
  }

  void OpenAdAccount() {
    sim::OpenAdAccountRequest open;
    open.set_world(fmt::format("worlds/{}", kWorkspace));
    open.mutable_ad_account()->set_display_name("Brand");
    const std::string account =
        ads_manager_(&sim::AdsManagerService::Stub::OpenAdAccount, open).name();
    v1::StartAdvertiserConnectRequest start;
    start.set_parent(fmt::format("workspaces/{}", kWorkspace));
    sim::AdsManagerServiceConsentRequest consent;
    consent.set_world(open.world());
    consent.set_link(
        (*advertisers_)(&v1::AdvertiserService::Stub::StartAdvertiserConnect, start).link());
    consent.add_ad_accounts(account);
    v1::FinishAdvertiserConnectRequest finish;
    finish.set_parent(start.parent());
    finish.set_redirect_address(
        ads_manager_(&sim::AdsManagerService::Stub::Consent, consent).redirect_address());
    ad_account_ = (*advertisers_)(&v1::AdvertiserService::Stub::FinishAdvertiserConnect, finish)
                      .ad_accounts(0);
  }

  // Returns the operation when all of the text is acknowledged.
  std::string Upload(const std::string& text) {
    const auto context = library_->StreamContext();
    const auto stream = library_->stub().ImportCodes(context.get());
    v1::ImportCodesRequest request;
    v1::ImportCodesResponse answer;
    for (size_t at = 0; at < text.size(); at += kPiece) {
      request.set_ad_account(ad_account_);
      request.set_offset(static_cast<int64_t>(at));
      request.set_text(text.substr(at, kPiece));
      request.set_last(at + kPiece >= text.size());
      if (!stream->Write(request) || !stream->Read(&answer)) break;
    }
    stream->WritesDone();
    const grpc::Status status = stream->Finish();
    if (!answer.finished()) Need<int>(absl::InternalError(status.error_message()), "ImportCodes");
    return answer.operation();
  }

  v1::Operation Wait(const std::string& operation) {
    v1::WaitOperationRequest wait;
    wait.set_name(operation);
    wait.mutable_timeout()->set_seconds(20);
    while (true) {
      auto seen = (*operations_)(&v1::OperationService::Stub::WaitOperation, wait);
      if (seen.state() != v1::OPERATION_STATE_RUNNING) return seen;
    }
  }

 private:
  std::string MakeCode(const std::string& person, int number) {
    sim::PostVideoRequest video;
    video.set_account(person);
    video.mutable_post()->set_caption(fmt::format("Video {}", number));
    const std::string post = app_(&sim::CreatorAppService::Stub::PostVideo, video).name();
    sim::UpdateAdSettingsRequest settings;
    settings.mutable_ad_settings()->set_post(post);
    settings.mutable_ad_settings()->set_content_disclosure(true);
    settings.mutable_ad_settings()->set_terms_accepted(true);
    settings.mutable_ad_settings()->set_ad_authorization(true);
    for (const char* path : {"content_disclosure", "terms_accepted", "ad_authorization"}) {
      settings.mutable_update_mask()->add_paths(path);
    }
    app_(&sim::CreatorAppService::Stub::UpdateAdSettings, settings);
    sim::GenerateCodeRequest generate;
    generate.set_post(post);
    app_(&sim::CreatorAppService::Stub::GenerateCode, generate);
    sim::CopyCodeRequest copy;
    copy.set_post(post);
    return app_(&sim::CreatorAppService::Stub::CopyCode, copy).code();
  }

  std::atomic<int64_t> calls_ = 0;
  Caller<sim::CreatorAppService> app_;
  Caller<sim::AdsManagerService> ads_manager_;
  std::unique_ptr<Caller<v1::LibraryService>> library_;
  std::unique_ptr<Caller<v1::OperationService>> operations_;
  std::unique_ptr<Caller<v1::AdvertiserService>> advertisers_;
  std::string ad_account_;
};

int Main(int codes) {
  const ScratchFolder folder;
  const auto simulator = Need(StartSimulator(folder), "simulator");
  const auto server = Need(StartServer(folder, *simulator), "server");
  Import import(*server, *simulator, Need(ReadAdminKey(folder), "admin key"));
  int64_t begin = MonotonicNanos();
  import.OpenAdAccount();
  const std::string text = import.MakeText(codes);
  std::printf("posts and codes in TikTok's app         %6.2f s\n", Since(begin));

  const double memory = server->PeakMegabytes();
  const absl::Duration server_cpu = server->CpuTime();
  const absl::Duration simulator_cpu = simulator->CpuTime();
  begin = MonotonicNanos();
  const std::string operation = import.Upload(text);
  const double upload = Since(begin);
  std::printf("the text, %5.1f MB, on disk              %6.2f s\n",
              static_cast<double>(text.size()) * 1e-6, upload);
  const v1::Operation over = import.Wait(operation);
  const double total = Since(begin);
  std::printf(
      "codes redeemed                          %6.2f s   CPU: server %5.2f s, simulator "
      "%5.2f s\n",
      total - upload, absl::ToDoubleSeconds(server->CpuTime() - server_cpu),
      absl::ToDoubleSeconds(simulator->CpuTime() - simulator_cpu));
  if (over.state() != v1::OPERATION_STATE_DONE || over.items_failed() != 0 ||
      over.items_over() != codes) {
    Need<int>(absl::InternalError(over.ShortDebugString()), "the import");
  }
  std::printf("the server's peak memory: %.0f MB before, %.0f MB after\n", memory,
              server->PeakMegabytes());
  std::printf("%d codes: %.2f s, %.0f/s (wanted for 10,000: under %.0f s)\n", codes, total,
              codes / total, kWanted);
  return 0;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) {
  const bool quick = argc > 1 && std::atof(argv[1]) < 1;
  return sparkgate::bench::Main(argc > 2 ? std::atoi(argv[2]) : quick ? 200 : 10'000);
}
