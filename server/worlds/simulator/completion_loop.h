// One thread over one gRPC completion queue: where everything asynchronous towards the simulator
// happens, one completion at a time. Thread-safe.
#ifndef SPARKGATE_SERVER_WORLDS_SIMULATOR_COMPLETION_LOOP_H_
#define SPARKGATE_SERVER_WORLDS_SIMULATOR_COMPLETION_LOOP_H_

#include <functional>
#include <thread>

#include <grpcpp/completion_queue.h>

#include "base/mutex.h"

namespace sparkgate::server {

class CompletionLoop {
 public:
  CompletionLoop();
  ~CompletionLoop();  // every call has ended: see WaitIdle

  grpc::CompletionQueue* queue() { return &queue_; }
  // A tag that runs `then` on the loop's thread, once.
  static void* Tag(std::function<void(bool ok)> then);

  // Calls are counted from before they start until they have finished. False: WaitIdle was called,
  // no call may start.
  bool BeginCall();
  void EndCall();
  // Lets no call begin any more and returns when all have ended; whoever calls it has cancelled
  // them. Never from the loop's own thread.
  void WaitIdle();

 private:
  void Run();

  grpc::CompletionQueue queue_;
  Mutex mutex_;
  CondVar idle_;
  int calls_ SG_GUARDED_BY(mutex_) = 0;
  bool closed_ SG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_SIMULATOR_COMPLETION_LOOP_H_
