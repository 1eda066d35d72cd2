#include "simulator/world/time/followers.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

constexpr size_t kItemsTold = 10;

std::optional<absl::Time> Earlier(std::optional<absl::Time> a, std::optional<absl::Time> b) {
  if (!a.has_value()) return b;
  if (!b.has_value()) return a;
  return std::min(*a, *b);
}

}  // namespace

void Followers::AddLink(LinkPtr link) {
  if (std::ranges::find(links_, link) == links_.end()) links_.push_back(std::move(link));
}

std::vector<std::string> Followers::LocalIds() const {
  std::vector<std::string> ids;
  for (const LinkPtr& link : links_) {
    if (link->is_local()) ids.push_back(link->follower_id());
  }
  return ids;
}

void Followers::RemoveLink(const FollowerLink* link) {
  std::erase_if(links_, [link](const LinkPtr& candidate) { return candidate.get() == link; });
  for (auto& [id, told] : owing_) {
    if (told.get() == link) told = nullptr;
  }
}

LinkPtr Followers::LinkOf(std::string_view follower_id) const {
  const auto newest = std::find_if(links_.rbegin(), links_.rend(), [&](const LinkPtr& link) {
    return link->follower_id() == follower_id;
  });
  return newest == links_.rend() ? nullptr : *newest;
}

void Followers::Due(const std::string& follower_id, std::optional<absl::Time> due) {
  Work& work = work_[follower_id];
  if (owing_.contains(follower_id)) {
    work.due_meanwhile = Earlier(work.due_meanwhile, due);
  }
  // Only ever earlier: servers on one store don't know of each other's work, and a tick too many
  // does no harm while one too few does.
  work.next_due = Earlier(work.next_due, due);
}

std::optional<absl::Time> Followers::NextDue(const std::string& follower_id) const {
  const auto work = work_.find(follower_id);
  return work == work_.end() ? std::nullopt : work->second.next_due;
}

std::optional<absl::Time> Followers::EarliestDue(const std::vector<std::string>& ids) const {
  std::optional<absl::Time> earliest;
  for (const std::string& id : ids) earliest = Earlier(earliest, NextDue(id));
  return earliest;
}

std::string Followers::DueItems(const std::vector<std::string>& ids, absl::Time now) const {
  std::vector<std::string> told;
  for (const std::string& id : ids) {
    const std::optional<absl::Time> due = NextDue(id);
    if (!due.has_value() || *due > now) continue;
    const std::vector<std::string>& items = work_.at(id).items;
    told.push_back(items.empty() ? fmt::format("work of {}", id)
                                 : fmt::format("{} of {}", fmt::join(items, ", "), id));
  }
  return fmt::format("{}", fmt::join(told, "; "));
}

void Followers::OpenTick(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    owing_[id] = nullptr;
    work_[id].due_meanwhile.reset();
  }
}

void Followers::Ack(const std::string& follower_id, std::optional<absl::Time> next_due,
                    std::vector<std::string> items) {
  if (owing_.erase(follower_id) == 0) return;
  Work& work = work_[follower_id];
  work.next_due = Earlier(next_due, work.due_meanwhile);
  work.due_meanwhile.reset();
  if (items.size() > kItemsTold) items.resize(kItemsTold);
  work.items = std::move(items);
}

void Followers::Forget(const std::vector<std::string>& registered) {
  const auto gone = [&registered](const auto& entry) {
    return std::ranges::find(registered, entry.first) == registered.end();
  };
  std::erase_if(owing_, gone);
  std::erase_if(work_, gone);
}

std::vector<LinkPtr> Followers::TakeUntold() {
  std::vector<LinkPtr> links;
  for (auto& [id, told] : owing_) {
    if (told != nullptr) continue;
    told = LinkOf(id);
    if (told != nullptr) links.push_back(told);
  }
  return links;
}

std::string Followers::Missing() const {
  for (const auto& [id, told] : owing_) {
    if (LinkOf(id) == nullptr) return id;
  }
  return "";
}

}  // namespace sparkgate::simulator
