#include "client/cpp/watch.h"

#include <algorithm>
#include <optional>

#include <grpc/support/time.h>
#include <grpcpp/alarm.h>
#include <grpcpp/completion_queue.h>

#include "client/cpp/message_stream.h"

namespace sparkgate::client {
namespace {

constexpr char kMethod[] = "/sparkgate.v1.EventService/WatchEvents";

bool WorthTryingAgain(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) ||
         absl::IsAborted(status) || absl::IsDeadlineExceeded(status);
}

// Returns after `pause`, or at once when `stop` is requested.
void Pause(absl::Duration pause, const std::stop_token& stop) {
  grpc::CompletionQueue queue;
  grpc::Alarm alarm;
  alarm.Set(&queue, gpr_time_from_nanos(absl::ToInt64Nanoseconds(pause), GPR_TIMESPAN), nullptr);
  {
    std::stop_callback wake(stop, [&alarm] { alarm.Cancel(); });
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
  }
  queue.Shutdown();
}

}  // namespace

absl::Status WatchEvents(const Connection& connection, WatchOptions& options,
                         const std::function<bool(const v1::Event& event)>& on_event,
                         const std::stop_token& stop) {
  absl::Duration pause = options.first_pause;
  while (!stop.stop_requested()) {
    v1::WatchEventsRequest request;
    request.set_parent(options.parent);
    request.set_after(options.after);
    request.mutable_types()->Assign(options.types.begin(), options.types.end());
    v1::WatchEventsResponse response;
    bool wanted = true;
    const absl::Status status = StreamByName(connection, kMethod, request, response,
                                             [&](const google::protobuf::Message&) {
                                               pause = options.first_pause;
                                               if (response.has_event())
                                                 wanted = on_event(response.event());
                                               options.after =
                                                   std::max(options.after, response.resume_after());
                                               return wanted;
                                             },
                                             {.stop = stop});
    if (!wanted || stop.stop_requested()) return absl::OkStatus();
    // A stream that ends well without us was cut by a server that is going away.
    if (!status.ok() && !WorthTryingAgain(status)) return status;
    const absl::Duration asked = DetailsOf(status).retry_after.value_or(absl::ZeroDuration());
    Pause(std::max(pause, asked), stop);
    pause = std::min(pause * 2, options.longest_pause);
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::client
