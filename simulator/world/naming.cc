#include "simulator/world/naming.h"

#include <bit>

#include <fmt/format.h>

#include "simulator/world/names.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kRequestWindow = absl::Seconds(10);

std::string Key(const Name& name) {
  return fmt::format("{}/{}/{}", name.kind, name.parent, name.name);
}

std::string RequestKey(std::string_view kind, std::string_view parent,
                       std::string_view request_id) {
  return fmt::format("{}/{}/{}", kind, parent, request_id);
}

}  // namespace

absl::Status CheckNameAllowed(std::string_view field, std::string_view name) {
  const auto refuse = [field](std::string_view why) {
    return RefuseAdvertiser("NAME_NOT_ALLOWED", fmt::format("{}: {}", field, why));
  };
  if (name.empty()) return refuse("It must not be empty.");
  switch (CheckName(name)) {
    case NameProblem::kNone:
      return absl::OkStatus();
    case NameProblem::kTooLong:
      return refuse("It is longer than 512 characters (a CJK character counts two).");
    case NameProblem::kEmoji:
      return refuse("It must not contain emojis.");
    case NameProblem::kNotUtf8:
      return refuse("It is not valid UTF-8.");
  }
  return absl::OkStatus();
}

absl::Status CheckNameFree(const WorldState& state, const Name& name) {
  if (Find(state.names, Key(name)) == nullptr) return absl::OkStatus();
  return RefuseAdvertiser("NAME_TAKEN",
                          fmt::format("{} name already exists. Please try another one.",
                                      name.kind == "campaign" ? "Campaign" : "Ad group"));
}

void TakeName(WorldState& state, const Name& name, std::string_view id) {
  state.names.try_emplace(Key(name), id);
}

void FreeName(WorldState& state, const Name& name, std::string_view id) {
  const auto found = state.names.find(Key(name));
  if (found != state.names.end() && found->second == id) state.names.erase(found);
}

absl::Status CheckRequestFresh(const WorldState& state, std::string_view kind,
                               std::string_view parent, std::string_view request_id) {
  if (request_id.empty()) return absl::OkStatus();
  const absl::Time* last = Find(state.recent_requests, RequestKey(kind, parent, request_id));
  if (last == nullptr || state.now - *last >= kRequestWindow) return absl::OkStatus();
  return Refuse(ApiCode::kDuplicatedRequest, "DUPLICATED_REQUEST",
                fmt::format("Duplicated request: request_id {} was used a moment ago.", request_id),
                Actor::kNobody);
}

void RememberRequest(WorldState& state, std::string_view kind, std::string_view parent,
                     std::string_view request_id) {
  if (request_id.empty()) return;
  if (std::has_single_bit(state.recent_requests.size())) {  // now and then: it looks at all of them
    state.recent_requests.erase_if(
        [&state](const auto& row) { return state.now - row.second >= kRequestWindow; });
  }
  state.recent_requests.insert_or_assign(RequestKey(kind, parent, request_id), state.now);
}

}  // namespace sparkgate::simulator
