#include "simulator/world/persistence/world_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "simulator/world/new_world.h"
#include "simulator/world/persistence/world_text.h"

namespace sparkgate::simulator {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".world.json";
constexpr std::string_view kMarkSuffix = ".unsaved";

bool IsWorld(std::string_view name) { return name.ends_with(kSuffix); }

// Sorted.
absl::StatusOr<std::vector<fs::path>> FilesIn(const std::string& folder,
                                              bool (*wanted)(std::string_view name)) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (wanted(entry->path().filename().native())) paths.push_back(entry->path());
  }
  if (error) return FileError("read", folder, error.value());
  std::ranges::sort(paths);
  return paths;
}

absl::Status RemoveFile(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  return error ? FileError("remove", path, error.value()) : absl::OkStatus();
}

// A removal is only durable once its folder is.
absl::Status SyncFolder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return FileError("open", folder, errno);
  const int error = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return error == 0 ? absl::OkStatus() : FileError("sync", folder, error);
}

std::string MarkText(std::string_view incarnation, uint64_t revision) {
  return fmt::format("{} {}\n", incarnation, revision);
}

absl::Status Named(const absl::Status& status, const std::string& path) {
  return Error(status.code(), fmt::format("{}: {}", path, std::string(status.message())),
               DetailOf(status));
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorldFiles>> WorldFiles::Open(const std::string& folder) {
  SG_RETURN_IF_ERROR(MakePrivateDirectory(folder, Others::kMayRead));
  SG_ASSIGN_OR_RETURN(FileLock lock, FileLock::Acquire(folder + "/simulator.lock"));
  SG_RETURN_IF_ERROR(RemoveUnfinishedFiles(folder));
  return std::unique_ptr<WorldFiles>(new WorldFiles(folder, std::move(lock)));
}

absl::StatusOr<std::vector<WorldState>> WorldFiles::LoadAll() const {
  SG_ASSIGN_OR_RETURN(const std::vector<fs::path> paths, FilesIn(folder_, IsWorld));
  std::vector<WorldState> worlds;
  for (const fs::path& path : paths) {
    SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    absl::StatusOr<WorldState> state = WorldFromText(text);
    if (!state.ok()) return Named(state.status(), path);
    if (path.filename() != fs::path(PathOf(state->id)).filename()) {
      return Named(Error(absl::StatusCode::kDataLoss, "The file holds a world of another name.",
                         {.reason = "WORLD_FILE_BROKEN", .who = Actor::kOperator}),
                   path);
    }
    if (ChangedSinceSaved(*state)) {
      state->incarnation = NewIncarnation();
      LogWarning("world_lost_changes", {{"world", state->id}, {"revision", state->revision}});
    }
    worlds.push_back(*std::move(state));
  }
  return worlds;
}

absl::Status WorldFiles::Save(std::string_view world_id, std::string_view text) const {
  return WriteFileAtomically(PathOf(world_id), text, 0600);
}

void WorldFiles::MarkUnsaved(const WorldState& state) const {
  const std::string path = MarkOf(state.id);
  std::ofstream mark(path, std::ios::trunc);
  mark << MarkText(state.incarnation, state.revision) << std::flush;
  if (!mark) LogError("world_not_marked", {{"path", path}});
}

// A save may end after the world has changed again, and a mark may stem from before the save: the
// revision tells. One that can't be read was being written: then something was about to change.
bool WorldFiles::ChangedSinceSaved(const WorldState& state) const {
  std::ifstream file(MarkOf(state.id));
  if (!file) return false;
  std::string incarnation;
  uint64_t revision = 0;
  if (!(file >> incarnation >> revision)) return true;
  return incarnation == state.incarnation && revision >= state.revision;
}

absl::Status WorldFiles::Remove(std::string_view world_id) const {
  SG_RETURN_IF_ERROR(RemoveFile(PathOf(world_id)));
  SG_RETURN_IF_ERROR(RemoveFile(MarkOf(world_id)));
  return SyncFolder(folder_);
}

std::string WorldFiles::PathOf(std::string_view world_id) const {
  return fmt::format("{}/{}{}", folder_, world_id, kSuffix);
}

std::string WorldFiles::MarkOf(std::string_view world_id) const {
  return fmt::format("{}/{}{}", folder_, world_id, kMarkSuffix);
}

}  // namespace sparkgate::simulator
