// What a caller can ask for that changes something on TikTok: what it needs first, how to ask for
// it, again and again under one request_id, and how its one effect shows. For matrices of whatever
// may go wrong meanwhile.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_DEEDS_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_DEEDS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "tests/integration/harness/story.h"

namespace sparkgate::integration {

struct Deed {
  std::string name;
  std::function<void(Story&)> prepare;
  // What its caller hears; OK only when it is done.
  std::function<absl::Status(const Story&)> act;
  // Endpoints that TikTok must have answered with success exactly once. Absolute ones, which may be
  // sent twice, aren't among them.
  std::vector<std::string> once;
  std::vector<std::string> events;  // types of which there must be exactly one
};

const std::vector<Deed>& Deeds();

// That the deed was done, once. Calls of before a fork don't count. `spoiled`: an endpoint of which
// a fault spoiled one answer, of a call that was done all the same.
void ExpectDoneOnce(const Deed& deed, const Story& story, std::string_view spoiled = "");

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_DEEDS_H_
