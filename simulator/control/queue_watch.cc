#include "simulator/control/queue_watch.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/lookup.h"
#include "simulator/control/review_conversions.h"
#include "simulator/world/review/queue_changes.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostTold = 100;  // in one message
constexpr int64_t kFromNowOn = -1;

}  // namespace

void QueueWatch::Serve(const Worlds& worlds, Executor& executor,
                       const v1::WatchQueueRequest& request,
                       const std::shared_ptr<Stream>& stream) {
  const absl::StatusOr<WorldEntry> entry = WorldOf(worlds, "world", request.world());
  if (!entry.ok()) return stream->Finish(entry.status());
  const auto last = static_cast<int64_t>(
      entry->world->Read([](const WorldState& state) { return LastChange(state.review_desk); }));
  if (request.after() < kFromNowOn || request.after() > last) {
    return stream->Finish(InvalidField(
        "after", fmt::format("-1 (from now on) to the number of the last change, {}.", last)));
  }
  const int64_t after = request.after() == kFromNowOn ? last : request.after();
  std::make_shared<QueueWatch>(entry->world, executor, static_cast<uint64_t>(after), stream)
      ->Start();
}

void QueueWatch::Start() {
  const auto self = shared_from_this();
  stream_->raw().OnCancelled([self](const absl::Status& status) { self->End(status); });
  stream_->raw().OnDrained([self] { self->Pump(); });
  {
    MutexLock lock(mutex_);
    pumping_ = true;  // nobody writes before the first message
    // Weak: the stream's callbacks keep the watch alive, the world must not.
    subscription_ = world_->changes().Subscribe([weak = std::weak_ptr<QueueWatch>(self)] {
      if (const auto watch = weak.lock()) watch->Poke();
    });
  }
  Write(/*first=*/true);
  {
    MutexLock lock(mutex_);
    pumping_ = false;
  }
  Pump();
}

void QueueWatch::Poke() {
  {
    MutexLock lock(mutex_);
    again_ = true;
    if (pumping_) return;
  }
  // Refused: the program stops, and the stream ends with it.
  (void)executor_.TryPost([self = shared_from_this()] { self->Pump(); });
}

void QueueWatch::Pump() {
  {
    MutexLock lock(mutex_);
    again_ = true;
    if (pumping_) return;
    pumping_ = true;
  }
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!again_) {
        pumping_ = false;
        return;
      }
      again_ = false;
    }
    // While the reader has something to take, OnDrained will call again.
    if (!stream_->raw().over() && stream_->raw().pending() == 0) Write(/*first=*/false);
  }
}

void QueueWatch::Write(bool first) {
  v1::WatchQueueResponse response;
  const bool news = world_->Read([&](const WorldState& state) {
    const QueueChanges changes = ChangesAfter(state.review_desk, after_, kMostTold);
    if (changes.last == after_ && !first) return false;
    *response.mutable_stats() = QueueStatsOf(state);
    for (const std::string& ad : changes.ads) {
      if (const Review* review = Find(state.reviews, ad)) {
        *response.add_changed() = ToProto(state, *review);
      }
    }
    response.set_changes_forgotten(changes.forgotten);
    after_ = changes.last;
    return true;
  });
  if (!news) return;
  response.set_resume_after(static_cast<int64_t>(after_));
  stream_->Write(response);
}

void QueueWatch::End(const absl::Status& status) {
  std::shared_ptr<void> subscription;
  {
    MutexLock lock(mutex_);
    subscription = std::move(subscription_);
  }
  subscription.reset();
  stream_->Finish(status);
}

}  // namespace sparkgate::simulator
