// Simulator and server as the programs that people run, with folders of their own and free ports:
// started, stopped, killed, and started again on the same data. A program is ready when it says so
// on standard output. One thread at a time.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_PROGRAMS_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_PROGRAMS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "tests/integration/harness/folder.h"
#include "tests/integration/harness/process.h"

namespace sparkgate::integration {

using Flags = std::map<std::string, std::string>;  // "--data" → "/…", "--allow-live" → ""

struct Ports {
  uint16_t grpc = 0;
  uint16_t http = 0;
};

// How a program ended that wouldn't start.
struct Refusal {
  int exit_code = 0;
  std::string error;  // what it said on standard error
};

class Programs {
 public:
  Programs() = default;
  ~Programs();  // stops both, and shows the end of the server's log if a test failed

  void Start() {
    StartSimulator();
    StartServer();
  }
  void StartSimulator();
  void StartServer();
  // Ends a program as an operator does, and expects it to end well.
  void StopSimulator();
  void StopServer();
  void KillServer();  // SIGKILL

  // Runs `sparkgate-server COMMAND` with the server's settings; its exit code.
  int RunCommand(const std::string& command) const;
  // Starts one more server, which must refuse.
  Refusal StartRefused(const Flags& flags, const Flags& environment = {}) const;
  // What the server is started with, but for `flags` of the test's own.
  Flags ServerFlags() const;
  Flags flags;

  const Ports& simulator() const { return simulator_ports_; }
  const Ports& server() const { return server_ports_; }
  std::string SimulatorUrl() const;
  // The server's first key.
  std::string AdminKey() const;
  // All that a program has written: its log and standard error.
  std::string ServerLog() const;
  std::string SimulatorLog() const;
  std::string Path(const std::string& name) const { return folder_.Path(name); }

 private:
  Folder folder_;
  Ports simulator_ports_;
  Ports server_ports_;
  std::unique_ptr<Process> simulator_;
  std::unique_ptr<Process> server_;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_PROGRAMS_H_
