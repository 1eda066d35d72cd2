#include "server/usecases/overlap.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/mutex.h"
#include "base/trace.h"
#include "server/tiktok/patience.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMostAtOnce = 8;

// Outlives the call: a thread may come when everything is taken, and must not find `fn` gone.
struct Shared {
  Shared(size_t number, const std::function<void(size_t)>& each)
      : count(number),
        fn(each),
        patience(tiktok::ThisThreadsPatience()),
        trace(ThisThreadsTrace()) {}

  // Does what nobody has taken yet.
  void Work() {
    const tiktok::PatienceScope callers(patience);
    const TraceScope same(trace);
    size_t finished = 0;
    for (size_t i = next++; i < count; i = next++) {
      fn(i);
      ++finished;
    }
    MutexLock lock(mutex);
    over += finished;
    if (over == count) all_over.NotifyAll();
  }

  const size_t count;
  const std::function<void(size_t)>& fn;
  const tiktok::Patience patience;
  const Trace trace;
  std::atomic<size_t> next = 0;
  Mutex mutex;
  CondVar all_over;
  size_t over SG_GUARDED_BY(mutex) = 0;
};

}  // namespace

void Overlap(Executor& executor, size_t count, const std::function<void(size_t)>& fn) {
  if (count == 0) return;
  const auto shared = std::make_shared<Shared>(count, fn);
  for (size_t helper = 1; helper < std::min(count, kMostAtOnce); ++helper) {
    if (!executor.TryPost([shared] { shared->Work(); })) break;
  }
  shared->Work();
  MutexLock lock(shared->mutex);
  while (shared->over < count) shared->all_over.Wait(shared->mutex);
}

}  // namespace sparkgate::server
