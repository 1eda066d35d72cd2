// Carries one world's webhooks out of it: takes what is due, has it sent while no world lock is
// held, and puts the outcomes back in the order of delivery ids, so that what follows doesn't
// depend on which receiver was quicker. Thread-safe; one batch is on its way at a time.
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_COURIER_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_COURIER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/executor.h"
#include "base/mutex.h"
#include "simulator/world/webhooks.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

// Sends one call and says what became of it. Must not block; `done` may be called from any thread,
// also before Send returns, and is called exactly once. A receiver has about two seconds of real
// time from the moment its call goes out; how long a call waits for that, depends on the others.
class WebhookSender {
 public:
  virtual ~WebhookSender() = default;
  virtual void Send(const WebhookCall& call, std::function<void(WebhookOutcome)> done) = 0;
};

class Courier : public std::enable_shared_from_this<Courier> {
 public:
  // The executor and the sender outlive the courier. `on_idle` is called, without a lock, each time
  // nothing is due or on its way any more. A call that the sender didn't send (the program ends)
  // stays due, and the courier takes no more: it isn't idle from there on.
  Courier(std::shared_ptr<World> world, Executor& executor, WebhookSender& sender,
          std::function<void()> on_idle);

  void Poke();  // something may be due
  bool idle() const;

 private:
  void SendBatch();
  void Finish(const std::string& delivery_id, WebhookOutcome outcome);

  const std::shared_ptr<World> world_;
  Executor& executor_;
  WebhookSender& sender_;
  const std::function<void()> on_idle_;
  mutable Mutex mutex_;
  bool busy_ SG_GUARDED_BY(mutex_) = false;
  bool again_ SG_GUARDED_BY(mutex_) = false;  // poked while busy
  size_t on_their_way_ SG_GUARDED_BY(mutex_) = 0;
  std::map<std::string, WebhookOutcome> outcomes_ SG_GUARDED_BY(mutex_);  // by delivery id
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_COURIER_H_
