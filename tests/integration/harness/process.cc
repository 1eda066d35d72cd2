#include "tests/integration/harness/process.h"

#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sparkgate::integration {
namespace {

std::vector<std::string> EnvironmentOf(const ProcessOptions& options) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!text.starts_with("SPARKGATE_")) all.push_back(text);
  }
  for (const auto& [name, value] : options.environment) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Process::Process(const ProcessOptions& options) {
  std::vector<std::string> arguments = {options.program};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = EnvironmentOf(options);
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(environment);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
  output_ = ends[0];
  const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int error =
      open(options.error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pid_ = fork();
  if (pid_ == 0) {
    // The test has threads: between fork and exec only what a signal handler may do.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(input, STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    dup2(error, STDERR_FILENO);
    close_range(3, ~0u, 0);  // a socket that the test closes must not live on here
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(ends[1]);
  close(input);
  close(error);
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
}

Process::~Process() {
  if (!result_.has_value()) {
    Signal(SIGKILL);
    Wait();
  }
  close(output_);
}

std::optional<std::string> Process::ReadLine() {
  for (;;) {
    const size_t end = unread_.find('\n');
    if (end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    char buffer[4096];
    const ssize_t count = read(output_, buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    unread_.append(buffer, static_cast<size_t>(count));
  }
}

void Process::Signal(int signal) {
  if (result_.has_value()) return;
  EXPECT_EQ(kill(pid_, signal), 0);
}

int Process::Wait() {
  while (!result_.has_value()) {
    int status = 0;
    if (waitpid(pid_, &status, 0) < 0) continue;
    result_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return *result_;
}

}  // namespace sparkgate::integration
