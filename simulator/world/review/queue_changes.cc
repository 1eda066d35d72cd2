#include "simulator/world/review/queue_changes.h"

#include <algorithm>
#include <set>

#include "simulator/world/review/line.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kChangesKept = 1000;
constexpr std::ptrdiff_t kChangesForgottenAtOnce =
    250;  // moving the rest up for each one would cost

}  // namespace

void NoteChange(WorldState& state, const Review& review) {
  ReviewDesk& desk = state.review_desk;
  desk.changed.push_back(AdNumber(review.ad_id));
  if (desk.changed.size() < kChangesKept + kChangesForgottenAtOnce) return;
  desk.changed.erase(desk.changed.begin(), desk.changed.begin() + kChangesForgottenAtOnce);
  desk.first_change += kChangesForgottenAtOnce;
}

uint64_t LastChange(const ReviewDesk& desk) { return desk.first_change + desk.changed.size() - 1; }

QueueChanges ChangesAfter(const ReviewDesk& desk, uint64_t after, size_t limit) {
  QueueChanges changes;
  changes.last = std::min(after, LastChange(desk));
  changes.forgotten = after + 1 < desk.first_change;
  const size_t begin = changes.forgotten ? 0 : changes.last + 1 - desk.first_change;
  const size_t end = std::min(desk.changed.size(), begin + limit);
  std::set<uint64_t> told;
  for (size_t i = end; i > begin; --i) {
    if (told.insert(desk.changed[i - 1]).second) changes.ads.push_back(AdIdOf(desk.changed[i - 1]));
  }
  std::ranges::reverse(changes.ads);
  if (end > begin) changes.last = desk.first_change + end - 1;
  return changes;
}

}  // namespace sparkgate::simulator
