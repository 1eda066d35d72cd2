// The followers of one world: who is connected, what each has due next, and which of them still owe
// an answer to the tick that is open. Plain data, guarded by WorldClock.
//
// All connections with one follower id are one follower (servers that share a store): a tick goes
// to the newest connection, and again to another one if that is cut off before it answered.
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_FOLLOWERS_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_FOLLOWERS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/time/time.h>

#include "simulator/world/time/follower_link.h"

namespace sparkgate::simulator {

using LinkPtr = std::shared_ptr<FollowerLink>;

class Followers {
 public:
  void AddLink(LinkPtr link);  // once is enough: it isn't told an open tick again
  void RemoveLink(const FollowerLink* link);
  const std::vector<LinkPtr>& links() const { return links_; }
  std::vector<LinkPtr> TakeLinks() { return std::exchange(links_, {}); }
  std::vector<std::string> LocalIds() const;
  bool Connected(std::string_view follower_id) const { return LinkOf(follower_id) != nullptr; }

  // What a follower said about its work. `due` unset: nothing is due.
  void Due(const std::string& follower_id, std::optional<absl::Time> due);
  std::optional<absl::Time> NextDue(const std::string& follower_id) const;
  // The earliest over `ids`.
  std::optional<absl::Time> EarliestDue(const std::vector<std::string>& ids) const;
  // Who of `ids` has work at or before `now`, and what, in short.
  std::string DueItems(const std::vector<std::string>& ids, absl::Time now) const;

  // Opens a tick for `ids`: all of them owe an answer, and none has been told yet.
  void OpenTick(const std::vector<std::string>& ids);
  // A follower's answer. Takes any connection's word for it.
  void Ack(const std::string& follower_id, std::optional<absl::Time> next_due,
           std::vector<std::string> items);
  // Those who aren't in `registered` owe nothing any more.
  void Forget(const std::vector<std::string>& registered);
  bool AllAnswered() const { return owing_.empty(); }
  // The connections to tell about the open tick now; they count as told from here on.
  std::vector<LinkPtr> TakeUntold();
  // One who owes an answer and has no connection, or "".
  std::string Missing() const;
  void CloseTick() { owing_.clear(); }

 private:
  struct Work {
    std::optional<absl::Time> next_due;
    // Told by Due since the tick was opened: an answer that was on its way can't know of it.
    std::optional<absl::Time> due_meanwhile;
    std::vector<std::string> items;
  };
  LinkPtr LinkOf(std::string_view follower_id) const;

  std::vector<LinkPtr> links_;  // oldest first
  std::map<std::string, Work> work_;
  std::map<std::string, LinkPtr> owing_;  // and the connection that was told; null: none yet
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_FOLLOWERS_H_
