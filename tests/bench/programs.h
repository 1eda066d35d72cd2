// Our two programs as child processes, each with free ports and a scratch folder: what a benchmark
// measures is what people run. One thread.
#ifndef SPARKGATE_TESTS_BENCH_PROGRAMS_H_
#define SPARKGATE_TESTS_BENCH_PROGRAMS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <sys/types.h>

namespace sparkgate::bench {

// Up to the line's end, which is left out.
std::string ReadLine(int file);
// The most memory that a process ever had of its own and shared, in MB.
double PeakMegabytesOf(pid_t process);
// What a process has used of all processors.
absl::Duration CpuTimeOf(pid_t process);
// The same by its threads that are there now; those whose names differ by a number alone are one.
std::map<std::string, absl::Duration> CpuTimeByThread(pid_t process);

// A folder of its own under TMPDIR or /tmp, gone with it.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::string Path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// A program that says on its first line of output where it listens ("… gRPC 127.0.0.1:7400, HTTP
// 127.0.0.1:7401"). The destructor stops it and waits for its end.
class Program {
 public:
  // Returns once it has said so.
  static absl::StatusOr<std::unique_ptr<Program>> Start(const std::vector<std::string>& command);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  const std::string& grpc() const { return grpc_; }  // "127.0.0.1:7400"
  const std::string& http() const { return http_; }
  double PeakMegabytes() const { return PeakMegabytesOf(process_); }
  absl::Duration CpuTime() const { return CpuTimeOf(process_); }
  std::map<std::string, absl::Duration> CpuByThread() const { return CpuTimeByThread(process_); }

 private:
  explicit Program(pid_t process) : process_(process) {}

  const pid_t process_;
  std::string grpc_;
  std::string http_;
};

absl::StatusOr<std::unique_ptr<Program>> StartSimulator(const ScratchFolder& folder);
absl::StatusOr<std::unique_ptr<Program>> StartServer(const ScratchFolder& folder,
                                                     const Program& simulator);
// The key that StartServer's first start wrote.
absl::StatusOr<std::string> ReadAdminKey(const ScratchFolder& folder);

}  // namespace sparkgate::bench

#endif  // SPARKGATE_TESTS_BENCH_PROGRAMS_H_
