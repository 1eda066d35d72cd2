#include "tests/bench/caller.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace sparkgate::bench {

void InParallel(int count, int callers, const std::function<void(int)>& fn) {
  std::atomic<int> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < std::min(count, callers); ++i) {
    threads.emplace_back([&] {
      for (int item = next++; item < count; item = next++) fn(item);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace sparkgate::bench
