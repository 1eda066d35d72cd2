// The simulator's data folder: one file for each world, a mark beside it once the world has changed
// since, and a lock that says whose folder it is.
//
// The mark is how a kill is noticed: a world that comes back older than it was must not pass for
// the one that its followers know. It is written before the first change after each save, and not
// synced, since calls wait for it: it outlives the program, a power cut may take it along.
//
// Functions are thread-safe as long as no two calls but MarkUnsaved are about one world.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_FILES_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_FILES_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "base/files.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

class WorldFiles {
 public:
  // Makes the folder if need be and takes its lock: FAILED_PRECONDITION (FILE_LOCKED) if another
  // simulator uses it, or (FOLDER_UNSAFE) if others may write there. Sweeps away what saves that
  // were killed left behind.
  static absl::StatusOr<std::unique_ptr<WorldFiles>> Open(const std::string& folder);

  // Every world in the folder, by id. A file that can't be read is an error that names it: nothing
  // is skipped, so nothing is lost without a word. A world whose last changes weren't saved has a
  // new incarnation.
  absl::StatusOr<std::vector<WorldState>> LoadAll() const;

  absl::Status Save(std::string_view world_id, std::string_view text) const;
  // The world is about to change from this state. A mark that can't be written is logged.
  void MarkUnsaved(const WorldState& state) const;
  // Also the mark. OK if there is no such file.
  absl::Status Remove(std::string_view world_id) const;

 private:
  WorldFiles(std::string folder, FileLock lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  std::string PathOf(std::string_view world_id) const;
  std::string MarkOf(std::string_view world_id) const;
  bool ChangedSinceSaved(const WorldState& state) const;

  const std::string folder_;
  const FileLock lock_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_FILES_H_
