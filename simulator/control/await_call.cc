#include "simulator/control/await_call.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "simulator/control/journal_conversions.h"
#include "simulator/world/time/advance.h"

namespace sparkgate::simulator {
namespace {

// One call that waits. The journal and the stream each hold it until it is over.
class Awaiting : public std::enable_shared_from_this<Awaiting> {
 public:
  Awaiting(std::shared_ptr<World> world, ExchangeFilter filter,
           std::shared_ptr<ExchangeAnswer> answer)
      : world_(std::move(world)), answer_(std::move(answer)), filter_(std::move(filter)) {}

  void Start() {
    answer_->raw().OnCancelled(
        [self = shared_from_this()](const absl::Status& why) { self->Cancel(why); });
    const uint64_t watch = world_->journal().Watch([self = shared_from_this()] { self->Look(); });
    bool over = false;
    {
      MutexLock lock(mutex_);
      watch_ = watch;
      over = over_;
    }
    if (over) world_->journal().Unwatch(watch);  // cancelled meanwhile
    Look();                                      // what came before the watch began
  }

 private:
  // Goes on where the last look ended, so that the first one that matches is found, whoever looks.
  void Look() {
    ExchangePtr found;
    {
      MutexLock lock(mutex_);
      if (over_) return;
      const JournalView view = world_->journal().After(filter_.after_number);
      found = FirstMatch(view.exchanges);
      if (found == nullptr && !view.closed) return;
      over_ = true;
    }
    if (found != nullptr) answer_->Write(ToProto(*found));
    Finish(found != nullptr ? absl::OkStatus() : WorldGone(world_->id()));
  }

  ExchangePtr FirstMatch(const std::vector<ExchangePtr>& exchanges) SG_REQUIRES(mutex_) {
    for (const ExchangePtr& exchange : exchanges) {
      if (Matches(filter_, *exchange)) return exchange;
      filter_.after_number = exchange->number;
    }
    return nullptr;
  }

  void Cancel(const absl::Status& why) {
    {
      MutexLock lock(mutex_);
      if (std::exchange(over_, true)) return;
    }
    Finish(why);
  }

  // Once: whoever has set over_.
  void Finish(const absl::Status& status) {
    std::optional<uint64_t> watch;
    {
      MutexLock lock(mutex_);
      watch = watch_;
    }
    if (watch) world_->journal().Unwatch(*watch);
    answer_->Finish(status);
  }

  const std::shared_ptr<World> world_;
  const std::shared_ptr<ExchangeAnswer> answer_;
  Mutex mutex_;  // taken before the journal's
  ExchangeFilter filter_ SG_GUARDED_BY(mutex_);
  std::optional<uint64_t> watch_ SG_GUARDED_BY(mutex_);
  bool over_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace

void ServeAwait(std::shared_ptr<World> world, ExchangeFilter filter,
                std::shared_ptr<ExchangeAnswer> answer) {
  std::make_shared<Awaiting>(std::move(world), std::move(filter), std::move(answer))->Start();
}

}  // namespace sparkgate::simulator
