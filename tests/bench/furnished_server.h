// The whole server as a child process of a benchmark, wired as no flag can ask: with a limit to its
// commit groups, and with an empty method beside the real ones. In its workspace are codes to read
// and an ad group to draft ads in. The workspace is LIVE, so no simulator takes part; nothing that
// is measured calls TikTok. One thread.
#ifndef SPARKGATE_TESTS_BENCH_FURNISHED_SERVER_H_
#define SPARKGATE_TESTS_BENCH_FURNISHED_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/bench/programs.h"

namespace sparkgate::bench {

class FurnishedServer {
 public:
  // Forks, so before this process has started gRPC or a thread. Ends the program on failure.
  explicit FurnishedServer(size_t group_limit);
  ~FurnishedServer();

  const std::string& target() const { return target_; }  // "127.0.0.1:7400"
  const std::string& key() const { return key_; }        // the workspace's admin
  absl::Duration CpuTime() const { return CpuTimeOf(process_); }

  // Methods and the n-th request of each, as bytes. The empty method asks for a key, too, and
  // answers on the poller, as GetCode does.
  static constexpr char kEmptyMethod[] = "/sparkgate.rpc.testing.Other/Guarded";
  static constexpr char kGetCode[] = "/sparkgate.v1.CreatorService/GetCode";
  static constexpr char kCreateAd[] = "/sparkgate.v1.AdService/CreateAd";
  static std::string EmptyRequest(int64_t number);
  static std::string GetCodeRequest(int64_t number);
  static std::string CreateAdRequest(int64_t number);

 private:
  ScratchFolder folder_;
  pid_t process_ = 0;
  std::string target_;
  std::string key_;
};

}  // namespace sparkgate::bench

#endif  // SPARKGATE_TESTS_BENCH_FURNISHED_SERVER_H_
