// A WorkSignal for tests that make workspaces: whoever watches a world knows its time at once, as
// if the simulator had answered. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_FOLLOWING_SIGNAL_H_
#define SPARKGATE_SERVER_USECASES_TESTING_FOLLOWING_SIGNAL_H_

#include <string>

#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {

class FollowingSignal final : public CountingSignal {
 public:
  // Set before the first workspace is made.
  void Follow(Clocks& clocks) { clocks_ = &clocks; }

  void Watch(const std::string& workspace) override {
    CountingSignal::Watch(workspace);
    clocks_->Set(workspace, "first", kTestWorldStart, 0);
  }
  void Unwatch(const std::string& workspace) override {
    CountingSignal::Unwatch(workspace);
    clocks_->Forget(workspace);
  }

 private:
  Clocks* clocks_ = nullptr;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_FOLLOWING_SIGNAL_H_
