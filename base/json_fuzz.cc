// Any bytes: refused, or a value whose members every reader takes or leaves.
#include <cstdint>
#include <string_view>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value =
      sparkgate::ParseJson(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!value.ok() || !value->is_object()) return 0;
  const boost::json::object& object = value->get_object();
  for (const auto& member : object) {
    const std::string_view key = member.key();
    sparkgate::JsonString(object, key);
    sparkgate::JsonId(object, key);
    sparkgate::JsonInt(object, key);
    sparkgate::JsonDouble(object, key);
    sparkgate::JsonBool(object, key);
    sparkgate::JsonObject(object, key);
    sparkgate::JsonArray(object, key);
  }
  return 0;
}
