// EventService: listing and watching what changed.
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "server/api/event_watch.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

// Events that one call looks at to fill a filtered page, and how many it reads at a time.
constexpr size_t kMostLookedAt = 10'000;
constexpr int kFilteredBatch = 1000;

std::vector<std::string> TypesOf(const google::protobuf::RepeatedPtrField<std::string>& types) {
  return {types.begin(), types.end()};
}

absl::StatusOr<v1::ListEventsResponse> ListEvents(Env& env, const rpc::CallContext& context,
                                                  const v1::ListEventsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  if (request.after() < 0) return InvalidField("after", "must not be negative");
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(int64_t after, NumberAfter(page, request.after()));
  const std::vector<std::string> types = TypesOf(request.types());
  const int batch = types.empty() ? page.page.limit : kFilteredBatch;
  v1::ListEventsResponse response;
  // Filtering happens here, so a page may take several reads; but not all of a long history.
  for (size_t looked_at = 0;;) {
    std::vector<Event> events;
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(events, tx.events().List(ids[0], after, batch));
      return absl::OkStatus();
    }));
    if (events.empty()) return response;
    looked_at += events.size();
    bool enough = looked_at >= kMostLookedAt || context.cancelled();
    for (const Event& event : events) {
      enough = enough || response.events_size() == page.size;
      if (response.events_size() == page.size) break;
      after = event.number;
      if (TypeMatches(event.type, types)) ToProto(event, response.add_events());
    }
    if (enough) {
      response.set_next_page_token(PageTokenAfter(page, std::to_string(after)));
      return response;
    }
  }
}

void WatchEvents(Env& env, EventBatches& batches, EventFeed& feed, const rpc::CallContext& context,
                 const v1::WatchEventsRequest& request,
                 const std::shared_ptr<EventWatch::Stream>& stream) {
  const auto ids = ParseOwnName(context, request.parent(), "workspaces/*", "parent");
  if (!ids.ok()) return stream->Finish(ids.status());
  if (request.after() < -1) {
    return stream->Finish(InvalidField("after", "must be -1 (from now on) or more"));
  }
  int64_t last = 0;
  const absl::Status read = env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(last, tx.events().LastNumber((*ids)[0]));
    return absl::OkStatus();
  });
  if (!read.ok()) return stream->Finish(read);
  if (request.after() > last) {
    return stream->Finish(InvalidField(
        "after",
        fmt::format("is {}, but the workspace's last event is {}", request.after(), last)));
  }
  const int64_t after = request.after() == -1 ? last : request.after();
  std::make_shared<EventWatch>(batches, feed, (*ids)[0], context.caller().principal, after,
                               TypesOf(request.types()), stream)
      ->Start();
}

}  // namespace

void RegisterEventService(Env& env, EventFeed& feed, rpc::MethodTable& table) {
  Serve(env, table, "sparkgate.v1.EventService/ListEvents", {.roles = kReaders}, ListEvents);
  table.Stream<v1::WatchEventsRequest, v1::WatchEventsResponse>(
      "sparkgate.v1.EventService/WatchEvents", {.roles = kReaders},
      [&env, batches = std::make_shared<EventBatches>(env), &feed](
          rpc::CallContext& context, const v1::WatchEventsRequest& request,
          const std::shared_ptr<EventWatch::Stream>& stream) {
        WatchEvents(env, *batches, feed, context, request, stream);
      });
}

}  // namespace sparkgate::server
