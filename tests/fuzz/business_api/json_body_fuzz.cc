// Any bytes as the body of any POST of the simulated API: answered, and never with a success that
// the endpoint's contract rules out.
#include <cstdint>
#include <string_view>

#include "tests/fuzz/business_api/fuzz_world.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sparkgate::simulator::CheckBodyCall({reinterpret_cast<const char*>(data), size});
  return 0;
}
