#include "simulator/business_api/wire_status.h"

#include <string>

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kInitial[] = {"ENABLE", "DISABLE"};
constexpr std::string_view kNew[] = {"ENABLE", "DISABLE", "DELETE"};

}  // namespace

std::string_view ShownOperationStatus(OperationStatus status) {
  return status == OperationStatus::kDisable ? "DISABLE" : "ENABLE";
}

OperationStatus ReadInitialStatus(ArgumentReader& in) {
  const std::string text = in.OptionalOneOf("operation_status", kInitial).value_or("ENABLE");
  return text == "DISABLE" ? OperationStatus::kDisable : OperationStatus::kEnable;
}

OperationStatus ReadNewStatus(ArgumentReader& in) {
  const std::string text = in.OneOf("operation_status", kNew);
  if (text == "DISABLE") return OperationStatus::kDisable;
  return text == "DELETE" ? OperationStatus::kDelete : OperationStatus::kEnable;
}

}  // namespace sparkgate::simulator
