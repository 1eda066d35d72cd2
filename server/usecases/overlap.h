// Several calls at once. A call to TikTok waits far longer than it works, so calls about different
// objects overlap; what they brought is applied afterwards, in order.
#ifndef SPARKGATE_SERVER_USECASES_OVERLAP_H_
#define SPARKGATE_SERVER_USECASES_OVERLAP_H_

#include <cstddef>
#include <functional>

#include "base/executor.h"

namespace sparkgate::server {

// fn(0) … fn(count - 1), each once, by threads of `executor` and the caller's own; returns when all
// are over. All have the patience of the caller's thread (server/tiktok/patience.h). Goes on, more
// slowly, if the executor is busy or refuses.
void Overlap(Executor& executor, size_t count, const std::function<void(size_t)>& fn);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_OVERLAP_H_
