#include "base/signals.h"

#include <thread>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace sparkgate {
namespace {

sigset_t TerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

int WaitForOne() {
  const sigset_t signals = TerminationSignals();
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  return signal;
}

}  // namespace

void BlockTerminationSignals() {
  const sigset_t signals = TerminationSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int WaitForTermination() {
  const int signal = WaitForOne();
  std::thread([] {
    WaitForOne();
    _exit(3);
  }).detach();
  return signal;
}

}  // namespace sparkgate
