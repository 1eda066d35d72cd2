#include "simulator/world/event_queue.h"

#include <algorithm>
#include <utility>

namespace sparkgate::simulator {
namespace {

constexpr size_t kArity = 4;

bool Earlier(const WorldEvent& a, const WorldEvent& b) {
  return a.time != b.time ? a.time < b.time : a.sequence < b.sequence;
}

}  // namespace

std::string_view EventKindName(EventKind kind) {
  switch (kind) {
    case EventKind::kReviewDecision:
      return "review_decision";
    case EventKind::kWebhookAttempt:
      return "webhook_attempt";
    case EventKind::kAuthorizationEnd:
      return "authorization_end";
    case EventKind::kScheduledBudget:
      return "scheduled_budget";
    case EventKind::kReviewDesk:
      return "review_desk";
  }
  return "unknown";
}

void EventQueue::Push(absl::Time time, EventKind kind, std::string subject) {
  heap_.push_back(WorldEvent{time, next_sequence_++, kind, std::move(subject)});
  SiftUp(heap_.size() - 1);
}

std::optional<WorldEvent> EventQueue::PopDue(absl::Time now) {
  if (heap_.empty() || heap_.front().time > now) return std::nullopt;
  WorldEvent first = std::move(heap_.front());
  if (heap_.size() > 1) heap_.front() = std::move(heap_.back());
  heap_.pop_back();
  SiftDown(0);
  return first;
}

void EventQueue::SiftUp(size_t at) {
  while (at > 0) {
    const size_t parent = (at - 1) / kArity;
    if (!Earlier(heap_[at], heap_[parent])) return;
    std::swap(heap_[at], heap_[parent]);
    at = parent;
  }
}

void EventQueue::SiftDown(size_t at) {
  while (true) {
    const size_t first = at * kArity + 1;
    if (first >= heap_.size()) return;
    const auto begin = heap_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end =
        heap_.begin() + static_cast<std::ptrdiff_t>(std::min(first + kArity, heap_.size()));
    const auto least = std::min_element(begin, end, Earlier);
    if (!Earlier(*least, heap_[at])) return;
    std::swap(*least, heap_[at]);
    at = static_cast<size_t>(least - heap_.begin());
  }
}

}  // namespace sparkgate::simulator
