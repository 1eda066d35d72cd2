// What an endpoint's arguments must at least be for its call to succeed, written down once more,
// from TikTok's documentation (facts 2 to 9), apart from the code that reads them: a fuzzer holds
// every success to it. Less than the endpoint checks, never more.
#ifndef SPARKGATE_TESTS_FUZZ_BUSINESS_API_CONTRACT_H_
#define SPARKGATE_TESTS_FUZZ_BUSINESS_API_CONTRACT_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::simulator {

enum class Needs { kId, kText, kBool, kList, kObject };

struct Needed {
  std::string_view name;
  Needs kind;
};

struct Contract {
  std::string_view path;  // below /open_api/v1.3/, without slashes at its ends
  std::vector<Needed> needed;
};

// A fuzzer's input begins with a letter that picks a row: append, don't reorder.
std::span<const Contract> BodyContracts();   // of POSTs
std::span<const Contract> QueryContracts();  // of GETs

// "" if a call with these arguments may succeed, else why not.
std::string BodyFault(const Contract& contract, std::string_view body);
std::string QueryFault(const Contract& contract, std::string_view query);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_TESTS_FUZZ_BUSINESS_API_CONTRACT_H_
