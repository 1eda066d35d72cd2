// Lists cut into pieces that one call of TikTok's takes, and lists of ours that aren't cut.
#ifndef SPARKGATE_SERVER_USECASES_ADS_BATCHES_H_
#define SPARKGATE_SERVER_USECASES_ADS_BATCHES_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <absl/status/status.h>

#include "base/error.h"
#include "server/store/record_tables.h"

namespace sparkgate::server {

inline const Page kAllRows{.after = "", .limit = 1'000'000};

inline constexpr int kMostIds = 100;  // per call of TikTok (facts 7.2, 7.4, 7.6, 7.10)

// Calls `f` with at most `most` of `ids` at a time; stops at the first error.
template <class F>
absl::Status InBatches(const std::vector<std::string>& ids, std::ptrdiff_t most, const F& f) {
  for (auto begin = ids.begin(); begin != ids.end();) {
    const auto end = begin + std::min(most, ids.end() - begin);
    SG_RETURN_IF_ERROR(f(std::vector<std::string>(begin, end)));
    begin = end;
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_BATCHES_H_
