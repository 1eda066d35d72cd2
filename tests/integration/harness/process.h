// A program that a test started. It is killed when its Process goes, and by the kernel when the
// test dies. One thread at a time.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_PROCESS_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_PROCESS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace sparkgate::integration {

struct ProcessOptions {
  std::string program;
  std::vector<std::string> arguments = {};
  // Besides the test's own environment, of which SPARKGATE_… is left out.
  std::vector<std::pair<std::string, std::string>> environment = {};
  std::string error_file = "/dev/null";  // where standard error goes, appended
};

class Process {
 public:
  explicit Process(const ProcessOptions& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The next line of its standard output; nothing once the program has closed it or ended.
  std::optional<std::string> ReadLine();
  void Signal(int signal);
  // Waits for its end: the exit code, or 128 and the signal that ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string unread_;
  std::optional<int> result_;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_PROCESS_H_
