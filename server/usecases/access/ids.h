// Ids that callers may choose.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_IDS_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_IDS_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::server {

// 3 to 40 characters of a-z, 0-9 and '-', starting with a letter.
absl::Status CheckChosenId(std::string_view id, std::string_view field);
// One of that form, made by us: `prefix`-xxxxxxxxxx.
std::string MakeChosenId(std::string_view prefix);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_IDS_H_
