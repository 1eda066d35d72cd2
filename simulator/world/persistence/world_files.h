// The simulator's data folder: one file for each world, and a lock that says whose folder it is.
// Functions are thread-safe as long as no two calls are about one world.
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
  // simulator uses it.
  static absl::StatusOr<std::unique_ptr<WorldFiles>> Open(const std::string& folder);

  // Every world in the folder, by id. A file that can't be read is an error that names it: nothing
  // is skipped, so nothing is lost without a word.
  absl::StatusOr<std::vector<WorldState>> LoadAll() const;

  absl::Status Save(std::string_view world_id, std::string_view text) const;
  // OK if there is no such file.
  absl::Status Remove(std::string_view world_id) const;

 private:
  WorldFiles(std::string folder, FileLock lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  std::string PathOf(std::string_view world_id) const;

  const std::string folder_;
  const FileLock lock_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_FILES_H_
