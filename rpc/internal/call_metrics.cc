#include "rpc/internal/call_metrics.h"

namespace sparkgate::rpc::internal {

CallMetrics::CallMetrics(std::initializer_list<const MethodTable*> tables, Metrics& metrics)
    : metrics_(metrics), unknown_(methods_["unknown"]) {
  for (const MethodTable* table : tables) {
    for (const auto& [path, method] : table->methods()) methods_[path].stream = !method.unary;
  }
  for (auto& [path, entry] : methods_) {
    if (entry.stream) continue;
    entry.latency = &metrics_.GetLatency("rpc_call_seconds",
                                         "Time from a call's arrival to its answer, unary calls.",
                                         {{"method", path}});
  }
}

void CallMetrics::Count(std::string_view method, absl::StatusCode code, absl::Duration elapsed) {
  const auto found = methods_.find(method);
  PerMethod& entry = found == methods_.end() ? unknown_ : found->second;
  if (entry.latency != nullptr) entry.latency->Observe(absl::ToDoubleSeconds(elapsed));
  std::atomic<Metrics::Counter*>& slot = entry.by_code.at(static_cast<size_t>(code));
  Metrics::Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Two threads may both look it up: Metrics gives them the same counter.
    counter = &metrics_.GetCounter("rpc_calls_total", "Calls answered, by method and code.",
                                   {{"method", found == methods_.end() ? "unknown" : found->first},
                                    {"code", absl::StatusCodeToString(code)}});
    slot.store(counter, std::memory_order_release);
  }
  counter->Add(1);
}

}  // namespace sparkgate::rpc::internal
