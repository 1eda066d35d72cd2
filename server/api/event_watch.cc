#include "server/api/event_watch.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "server/api/convert/time.h"

namespace sparkgate::server {
void ToProto(const Event& event, sparkgate::v1::Event* out) {
  out->set_number(event.number);
  out->set_type(event.type);
  out->set_resource(event.resource);
  SetTime(event.time, out->mutable_event_time());
  for (const auto& [key, value] : event.attributes) (*out->mutable_attributes())[key] = value;
  out->set_operation(event.operation);
}

EventWatch::EventWatch(EventBatches& batches, EventFeed& feed, std::string workspace,
                       std::string key, int64_t after, std::vector<std::string> types,
                       std::shared_ptr<Stream> stream)
    : batches_(batches),
      feed_(feed),
      workspace_(std::move(workspace)),
      key_(std::move(key)),
      types_(std::move(types)),
      stream_(std::move(stream)),
      after_(after),
      resume_after_(after) {}

void EventWatch::Start() {
  const auto self = shared_from_this();
  stream_->raw().OnCancelled([self](const absl::Status& status) { self->End(status); });
  stream_->raw().OnDrained([self] { self->Pump(); });
  {
    MutexLock lock(mutex_);
    // Weak: the stream's callbacks keep the watch alive, the feed must not.
    subscription_ =
        feed_.Subscribe(workspace_, [weak = std::weak_ptr<EventWatch>(self)](int64_t newest) {
          if (const auto watch = weak.lock()) watch->Look(newest);
        });
  }
  // The first message says from where the watch goes on, so that a client that is cut off before
  // any event knows what to resume after.
  sparkgate::v1::WatchEventsResponse first;
  first.set_resume_after(after_);
  stream_->Write(first);
  Pump();
}

void EventWatch::Look(int64_t newest) {
  {
    MutexLock lock(mutex_);
    look_ = true;
    newest_ = newest;
  }
  Pump();
}

void EventWatch::Pump() {
  {
    MutexLock lock(mutex_);
    if (pumping_) {
      again_ = true;
      return;
    }
    pumping_ = true;
  }
  while (true) {
    // While the reader has something to take, OnDrained will call again.
    const bool more = !stream_->raw().over() && stream_->raw().pending() == 0 && WriteBatch();
    MutexLock lock(mutex_);
    if (!more && !again_) {
      pumping_ = false;
      return;
    }
    again_ = false;
  }
}

bool EventWatch::WriteBatch() {
  int64_t newest = 0;
  {
    MutexLock lock(mutex_);
    if (!std::exchange(look_, false)) return false;
    newest = newest_;
  }
  const absl::StatusOr<EventBatches::Batch> batch = batches_.Get(workspace_, key_, after_, newest);
  if (!batch.ok()) {
    End(batch.status());
    return false;
  }
  bool written = false;
  for (const sparkgate::v1::WatchEventsResponse& message : **batch) {
    after_ = message.resume_after();
    const bool wanted = TypeMatches(message.event().type(), types_);
    if (wanted && !Write(message)) return false;
    written = written || wanted;
  }
  MutexLock lock(mutex_);
  look_ = look_ || (*batch)->size() == EventBatches::kMost;
  if (!written) resume_after_ = after_;
  // All filtered out: read on at once, since nothing was written that could be drained.
  return look_ && !written;
}

// Writes and remembers it at once: what the end says must be what was told.
bool EventWatch::Write(const sparkgate::v1::WatchEventsResponse& message) {
  MutexLock lock(mutex_);
  if (ended_ || !stream_->Write(message)) return false;
  resume_after_ = message.resume_after();
  return true;
}

void EventWatch::End(const absl::Status& status) {
  std::shared_ptr<void> subscription;
  int64_t resume_after = 0;
  {
    MutexLock lock(mutex_);
    ended_ = true;
    resume_after = resume_after_;
    subscription = std::move(subscription_);
  }
  subscription.reset();
  if (!absl::IsUnavailable(status)) return stream_->Finish(status);
  ErrorDetail detail = DetailOf(status);
  detail.metadata["resume_after"] = std::to_string(resume_after);
  stream_->Finish(Error(status.code(),
                        std::string_view(status.message().data(), status.message().size()),
                        std::move(detail)));
}

}  // namespace sparkgate::server
