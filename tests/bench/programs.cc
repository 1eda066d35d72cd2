#include "tests/bench/programs.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"

namespace sparkgate::bench {
namespace {

// "… gRPC 127.0.0.1:7400, …" → "127.0.0.1:7400"
std::string AddressIn(std::string_view line, std::string_view name) {
  const size_t begin = line.find(name);
  if (begin == line.npos) return "";
  line.remove_prefix(begin + name.size());
  return std::string(line.substr(0, line.find_first_of(",\n")));
}

// Of a process, or of a thread, by its folder in /proc.
absl::Duration CpuTimeIn(const std::string& folder) {
  std::ifstream file(folder + "/stat");
  std::string field;
  std::getline(file, field, ')');  // the name may hold blanks
  double ticks = 0;
  for (int i = 3; i <= 15 && file >> field; ++i) {
    if (i >= 14) ticks += std::atof(field.c_str());
  }
  return absl::Seconds(ticks / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

}  // namespace

std::string ReadLine(int file) {
  std::string line;
  char next = 0;
  while (read(file, &next, 1) == 1 && next != '\n') line += next;
  return line;
}

double PeakMegabytesOf(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/status", process));
  constexpr std::string_view kField = "VmHWM:";
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kField)) return std::atof(line.c_str() + kField.size()) / 1024;  // kB
  }
  return 0;
}

absl::Duration CpuTimeOf(pid_t process) { return CpuTimeIn(fmt::format("/proc/{}", process)); }

std::map<std::string, absl::Duration> CpuTimeByThread(pid_t process) {
  std::map<std::string, absl::Duration> times;
  std::error_code gone;
  for (const auto& thread :
       std::filesystem::directory_iterator(fmt::format("/proc/{}/task", process), gone)) {
    std::string name;
    std::getline(std::ifstream(thread.path() / "comm"), name);
    name.resize(name.find_last_not_of("-0123456789") + 1);
    times[name] += CpuTimeIn(thread.path().string());
  }
  return times;
}

ScratchFolder::ScratchFolder()
    : path_((std::filesystem::temp_directory_path() / "sparkgate_bench_XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

absl::StatusOr<std::unique_ptr<Program>> Program::Start(const std::vector<std::string>& command) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe2");
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t process = fork();
  if (process == 0) {
    // Only what is safe after a fork among threads. The child must not outlive us if we are killed.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(output[1], STDOUT_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(output[1]);
  const std::string line = process > 0 ? ReadLine(output[0]) : "";
  close(output[0]);
  if (process < 0) return absl::ErrnoToStatus(errno, "fork");
  std::unique_ptr<Program> program(new Program(process));
  program->grpc_ = AddressIn(line, "gRPC ");
  program->http_ = AddressIn(line, "HTTP ");
  if (program->grpc_.empty()) return absl::InternalError(command[0] + " didn't start");
  return program;
}

Program::~Program() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
}

absl::StatusOr<std::unique_ptr<Program>> StartSimulator(const ScratchFolder& folder) {
  return Program::Start({SPARKGATE_SIMULATOR, "--http-port", "0", "--grpc-port", "0", "--data",
                         folder.Path("simulator"), "--log-file", folder.Path("simulator.log")});
}

absl::StatusOr<std::unique_ptr<Program>> StartServer(const ScratchFolder& folder,
                                                     const Program& simulator) {
  return Program::Start({SPARKGATE_SERVER, "--http-port", "0", "--grpc-port", "0", "--data",
                         folder.Path("server"), "--secrets", folder.Path("secrets"),
                         "--simulator-url", "http://" + simulator.http(), "--simulator-control",
                         simulator.grpc(), "--log-file", folder.Path("server.log")});
}

absl::StatusOr<std::string> ReadAdminKey(const ScratchFolder& folder) {
  SG_ASSIGN_OR_RETURN(std::string key, ReadFile(folder.Path("secrets/admin.key")));
  while (key.ends_with('\n')) key.pop_back();
  return key;
}

}  // namespace sparkgate::bench
