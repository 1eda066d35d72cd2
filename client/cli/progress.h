// A line on the terminal that says that something is still going on. It appears after a second and
// disappears when the work is over. Thread-safe.
#ifndef SPARKGATE_CLIENT_CLI_PROGRESS_H_
#define SPARKGATE_CLIENT_CLI_PROGRESS_H_

#include <functional>
#include <ostream>
#include <string>
#include <thread>

#include "base/mutex.h"

namespace sparkgate::cli {

class Progress {
 public:
  // Asked about once a second for what there is to say now; may take its time, "" for nothing new.
  using Poll = std::function<std::string()>;

  // `enabled` false (no terminal): does nothing at all.
  Progress(std::ostream& err, bool enabled, std::string what, Poll poll = nullptr);
  ~Progress() { Stop(); }

  void Say(std::string status);  // what is going on now
  void Stop();                   // wipes the line; safe to call twice

 private:
  void Run();
  void Draw(int tick);

  std::ostream& err_;
  const std::string what_;
  const Poll poll_;
  Mutex mutex_;
  CondVar stop_;
  std::string status_ SG_GUARDED_BY(mutex_);
  bool stopping_ SG_GUARDED_BY(mutex_) = false;
  bool drawn_ SG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_PROGRESS_H_
