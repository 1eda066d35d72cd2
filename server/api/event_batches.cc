#include "server/api/event_batches.h"

#include "base/error.h"
#include "server/api/event_watch.h"
#include "server/usecases/access/api_keys.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMostReaders = 64;  // who resumes somewhere of his own shares with nobody

}  // namespace

absl::StatusOr<EventBatches::Batch> EventBatches::Get(const std::string& workspace,
                                                      const std::string& key, int64_t after,
                                                      int64_t newest) {
  if (newest == 0) return Read(workspace, key, after);
  const News news(workspace, newest);
  const Reader reader(key, after);
  {
    MutexLock lock(mutex_);
    if (news_ != news) {
      news_ = news;
      read_.clear();
    }
    const auto found = read_.find(reader);
    if (found != read_.end()) return found->second;
  }
  SG_ASSIGN_OR_RETURN(Batch batch, Read(workspace, key, after));
  MutexLock lock(mutex_);
  if (news_ == news && read_.size() < kMostReaders) read_[reader] = batch;
  return batch;
}

absl::StatusOr<EventBatches::Batch> EventBatches::Read(const std::string& workspace,
                                                       const std::string& key, int64_t after) {
  std::vector<Event> events;
  SG_RETURN_IF_ERROR(env_.store.Read([&](const Transaction& tx) -> absl::Status {
    // In the same read: a deleted workspace's name may by now be somebody else's.
    SG_RETURN_IF_ERROR(CheckKey(tx, workspace, key, env_.clocks.RealNow()));
    SG_ASSIGN_OR_RETURN(events, tx.events().List(workspace, after, static_cast<int>(kMost)));
    return absl::OkStatus();
  }));
  std::vector<sparkgate::v1::WatchEventsResponse> batch(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    ToProto(events[i], batch[i].mutable_event());
    batch[i].set_resume_after(events[i].number);
  }
  return std::make_shared<const std::vector<sparkgate::v1::WatchEventsResponse>>(std::move(batch));
}

}  // namespace sparkgate::server
