#include "simulator/world/persistence/world_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/persistence/world_text.h"

namespace sparkgate::simulator {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".world.json";

absl::Status FileProblem(const std::string& path, const std::error_code& error) {
  return Error(absl::StatusCode::kInternal, fmt::format("{}: {}", path, error.message()),
               {.reason = "FILE_IO", .who = Actor::kOperator});
}

absl::Status Named(const absl::Status& status, const std::string& path) {
  return Error(status.code(), fmt::format("{}: {}", path, std::string(status.message())),
               DetailOf(status));
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorldFiles>> WorldFiles::Open(const std::string& folder) {
  SG_RETURN_IF_ERROR(MakeDirectory(folder, 0700));
  SG_ASSIGN_OR_RETURN(FileLock lock, FileLock::Acquire(folder + "/simulator.lock"));
  return std::unique_ptr<WorldFiles>(new WorldFiles(folder, std::move(lock)));
}

absl::StatusOr<std::vector<WorldState>> WorldFiles::LoadAll() const {
  std::error_code error;
  std::vector<std::string> paths;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().native().ends_with(kSuffix)) paths.push_back(entry->path().native());
  }
  if (error) return FileProblem(folder_, error);
  std::ranges::sort(paths);
  std::vector<WorldState> worlds;
  for (const std::string& path : paths) {
    SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    absl::StatusOr<WorldState> state = WorldFromText(text);
    if (!state.ok()) return Named(state.status(), path);
    if (PathOf(state->id) != path) {
      return Named(Error(absl::StatusCode::kDataLoss, "The file holds a world of another name.",
                         {.reason = "WORLD_FILE_BROKEN", .who = Actor::kOperator}),
                   path);
    }
    worlds.push_back(*std::move(state));
  }
  return worlds;
}

absl::Status WorldFiles::Save(std::string_view world_id, std::string_view text) const {
  return WriteFileAtomically(PathOf(world_id), text, 0600);
}

absl::Status WorldFiles::Remove(std::string_view world_id) const {
  std::error_code error;
  fs::remove(PathOf(world_id), error);
  return error ? FileProblem(PathOf(world_id), error) : absl::OkStatus();
}

std::string WorldFiles::PathOf(std::string_view world_id) const {
  return fmt::format("{}/{}{}", folder_, world_id, kSuffix);
}

}  // namespace sparkgate::simulator
