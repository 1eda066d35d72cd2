// What TikTok tells of a post in the library, put into our record of it.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_READING_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_READING_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/spark_post.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/tiktok/library.h"

namespace sparkgate::server {

// Whether TikTok's list says that the ad account may run the post.
bool IsAuthorized(const tiktok::SparkPost& read);

// Whether taking the reading over would change nothing: true only if that is sure.
bool SaysNothingNew(const SparkPost& known, const tiktok::SparkPost& read, absl::Time now);

struct PostReading {
  const tiktok::SparkPost& post;
  absl::Time time;             // workspace clock
  bool asked = false;          // somebody wants to see it: kept even if it says nothing new
  std::string code_id = {};    // the code that opened it; "" if that isn't known
  std::string operation = {};  // name of the one that read it; "" = none
};

// Takes one reading over in a transaction: writes the record if something is new, appends the
// events that the difference means, and puts the work that follows. `known` is the record before.
absl::StatusOr<SparkPost> TakeReading(Transaction& tx, const Workspace& workspace,
                                      const std::string& ad_account,
                                      const std::optional<SparkPost>& known,
                                      const PostReading& reading);

// The post isn't in TikTok's list any more.
absl::Status TakeAbsence(Transaction& tx, const SparkPost& known, std::string_view origin,
                         absl::Time now, std::string_view operation);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_READING_H_
