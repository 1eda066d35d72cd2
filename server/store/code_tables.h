// Tables of codes and of the posts that they opened.
#ifndef SPARKGATE_SERVER_STORE_CODE_TABLES_H_
#define SPARKGATE_SERVER_STORE_CODE_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/code.h"
#include "server/domain/spark_post.h"
#include "server/domain/workspace.h"
#include "server/store/page.h"

namespace sparkgate::server {

struct TimedCode {
  Code code;
  WorkspaceClock clock;  // of its workspace
};

class CodeTable {
 public:
  struct Filter {
    std::string creator = {};             // "" = any
    std::optional<CodeState> state = {};  // as seen at `now`
    absl::Time now = {};
  };
  virtual ~CodeTable() = default;
  virtual absl::StatusOr<std::optional<Code>> Get(const std::string& workspace,
                                                  const std::string& id) const = 0;
  // In one statement, so that it fits in a ReadPoint.
  virtual absl::StatusOr<std::optional<TimedCode>> GetTimed(const std::string& workspace,
                                                            const std::string& id) const = 0;
  virtual absl::StatusOr<std::optional<Code>> FindByLookup(
      const std::string& workspace, const std::string& lookup_hash) const = 0;
  // The generated code of a post that isn't deleted, if there is one.
  virtual absl::StatusOr<std::optional<Code>> FindByPost(const std::string& workspace,
                                                         const std::string& creator,
                                                         const std::string& item_id) const = 0;
  // Whether a generated code of the post was deleted before: making another goes by another call.
  virtual absl::StatusOr<bool> HasDeleted(const std::string& workspace, const std::string& creator,
                                          const std::string& item_id) const = 0;
  virtual absl::StatusOr<std::vector<Code>> List(const std::string& workspace, const Filter& filter,
                                                 const Page& page) const = 0;
  virtual absl::Status Put(const Code& code) = 0;
};

class SparkPostTable {
 public:
  struct Filter {
    std::string ad_account = {};  // "" = any
    std::string query = {};  // part of creator name or caption, case ignored, or a whole item_id
    std::optional<SparkPostState> state = {};  // as seen at `now`
    absl::Time now = {};
  };
  virtual ~SparkPostTable() = default;
  virtual absl::StatusOr<std::optional<SparkPost>> Get(const std::string& workspace,
                                                       const std::string& ad_account,
                                                       const std::string& item_id) const = 0;
  // Unbound posts are left out. Page key: create time and item id, opaque to the caller.
  virtual absl::StatusOr<std::vector<SparkPost>> List(const std::string& workspace,
                                                      const Filter& filter,
                                                      const Page& page) const = 0;
  virtual std::string PageKey(const SparkPost& post) const = 0;
  // All ad accounts' entries of one post.
  virtual absl::StatusOr<std::vector<SparkPost>> ListByItem(const std::string& workspace,
                                                            const std::string& item_id) const = 0;
  // How many posts an ad account's library holds.
  virtual absl::StatusOr<int64_t> Count(const std::string& workspace,
                                        const std::string& ad_account) const = 0;
  virtual absl::Status Put(const SparkPost& post) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_CODE_TABLES_H_
