// Any pasted bytes: refused without being repeated, or a canonical code that stays as it is.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "server/domain/code.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view pasted(reinterpret_cast<const char*>(data), size);
  const auto code = sparkgate::server::CanonicalCode(pasted, "code");
  if (!code.ok()) {
    // The same is said whatever was pasted, so nothing of it is repeated.
    static const absl::Status told = sparkgate::server::CanonicalCode("", "code").status();
    if (code.status() != told) std::abort();
    return 0;
  }
  const auto again = sparkgate::server::CanonicalCode(*code, "code");
  if (!again.ok() || *again != *code) std::abort();
  return 0;
}
