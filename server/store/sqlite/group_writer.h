// The one writer: a thread that commits many callers' transactions with one sync. Thread-safe.
//
// Calls that wait while a sync runs make up the next group. Each runs in a savepoint of the group's
// transaction, so one that fails takes nothing with it; nobody is answered before the commit. If
// the group can't be committed, or SQLite has rolled it back by itself (a full disk may do that to
// a single statement), all its calls run again, each alone: what one saw of the others is gone. (If
// a sync failed, and every one after it, only the disk knows whether the last call, which was told
// of an error, is there after a crash.)
//
// Events and audit entries get their numbers here, inside the group: as the only writer this
// thread knows the order of commits before it commits, and readers see nothing of it earlier. So no
// number is ever given to what didn't happen, or out of order, and a crash leaves nothing half
// done.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_GROUP_WRITER_H_
#define SPARKGATE_SERVER_STORE_SQLITE_GROUP_WRITER_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <absl/status/status.h>

#include "base/mutex.h"
#include "server/store/sql/connection.h"
#include "server/store/sql/transaction.h"

namespace sparkgate::server::sqlite {

class GroupWriter {
 public:
  using Job = std::function<absl::Status(sql::SqlTransaction&)>;
  using EventsCallback = std::function<void(const std::string& workspace, int64_t last)>;

  GroupWriter(std::unique_ptr<sql::Connection> connection, size_t group_limit);
  ~GroupWriter();  // what waits is still written

  // Returns when the job is durable, or has failed and left nothing.
  absl::Status Write(const Job& job);
  void OnEvents(EventsCallback callback);  // before the first Write
  size_t waiting() const;                  // calls that the next group is made of
  int64_t writes() const { return writes_.load(std::memory_order_relaxed); }
  int64_t commits() const { return commits_.load(std::memory_order_relaxed); }

 private:
  struct Call {
    const Job* job;
    absl::Status result;
    bool done = false;
    CondVar over;
  };

  void Run();
  void RunGroup(const std::vector<Call*>& group);
  bool TryGroup(const std::vector<Call*>& group);
  absl::Status RunCall(Call& call, std::map<std::string, int64_t>& numbered);
  absl::Status RunInSavepoint(Call& call, std::map<std::string, int64_t>& numbered);

  const size_t group_limit_;
  const std::unique_ptr<sql::Connection> connection_;  // of the thread, like the next two
  sql::SqlTransaction transaction_;
  EventsCallback on_events_;
  std::atomic<int64_t> writes_ = 0;
  std::atomic<int64_t> commits_ = 0;

  mutable Mutex mutex_;
  CondVar wake_;
  std::deque<Call*> queue_ SG_GUARDED_BY(mutex_);
  bool stopping_ SG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_GROUP_WRITER_H_
