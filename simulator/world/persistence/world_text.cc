#include "simulator/world/persistence/world_text.h"

#include <cstdint>
#include <optional>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "simulator/world/persistence/broken_file.h"
#include "simulator/world/persistence/json_archive.h"
#include "simulator/world/persistence/references.h"
#include "simulator/world/persistence/values.h"
#include "simulator/world/review/line.h"
#include "simulator/world/spending/history.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kFormat = 1;  // rises when a file of the old kind can't be read any more

}  // namespace

std::string WorldToText(const WorldState& state) {
  boost::json::object file;
  file.emplace("format", kFormat);
  file.emplace("world", ToJson(state));
  return boost::json::serialize(file);
}

absl::StatusOr<WorldState> WorldFromText(std::string_view text) {
  const absl::StatusOr<boost::json::value> json = ParseJson(text);
  if (!json.ok() || !json->is_object()) return WorldFileBroken("it isn't whole");
  const boost::json::object& file = json->get_object();
  const std::optional<int64_t> format = JsonInt(file, "format");
  if (format != kFormat)
    return WorldFileBroken(fmt::format("its format is {}", format.value_or(0)));
  const boost::json::object* world = JsonObject(file, "world");
  if (world == nullptr) return WorldFileBroken("it holds no world");
  WorldState state;
  ReadProblem problem;
  if (!FromJson(*file.if_contains("world"), state, problem)) {
    return WorldFileBroken(fmt::format("\"{}\" can't be read", problem.path));
  }
  SG_RETURN_IF_ERROR(CheckReferences(state));
  SG_RETURN_IF_ERROR(CheckValues(state));
  ReviveWebhooks(state);
  ReviveDesk(state);
  if (!world->contains("spend_histories")) BeginHistories(state);
  return state;
}

}  // namespace sparkgate::simulator
