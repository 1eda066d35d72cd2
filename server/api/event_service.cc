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

std::vector<std::string> TypesOf(const google::protobuf::RepeatedPtrField<std::string>& types) {
  return {types.begin(), types.end()};
}

absl::StatusOr<v1::ListEventsResponse> ListEvents(Env& env, const rpc::CallContext& context,
                                                  const v1::ListEventsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  if (request.after() < 0) return InvalidField("after", "must not be negative");
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  const std::vector<std::string> types = TypesOf(request.types());
  int64_t after = page.page.after.empty() ? request.after() : std::stoll(page.page.after);
  v1::ListEventsResponse response;
  // Filtering happens here, so a page may take several reads.
  while (response.events_size() <= page.size) {
    std::vector<Event> events;
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(events, tx.events().List(ids[0], after, page.page.limit));
      return absl::OkStatus();
    }));
    if (events.empty()) return response;
    for (const Event& event : events) {
      if (response.events_size() == page.size) {
        response.set_next_page_token(PageTokenAfter(page, std::to_string(after)));
        return response;
      }
      after = event.number;
      if (TypeMatches(event.type, types)) ToProto(event, response.add_events());
    }
  }
  return response;
}

void WatchEvents(Env& env, EventFeed& feed, const rpc::CallContext& context,
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
  std::make_shared<EventWatch>(env, feed, (*ids)[0], after, TypesOf(request.types()), stream)
      ->Start();
}

}  // namespace

void RegisterEventService(Env& env, EventFeed& feed, rpc::MethodTable& table) {
  Serve(env, table, "sparkgate.v1.EventService/ListEvents", {.roles = kReaders}, ListEvents);
  table.Stream<v1::WatchEventsRequest, v1::WatchEventsResponse>(
      "sparkgate.v1.EventService/WatchEvents", {.roles = kReaders},
      [&env, &feed](rpc::CallContext& context, const v1::WatchEventsRequest& request,
                    std::shared_ptr<EventWatch::Stream> stream) {
        WatchEvents(env, feed, context, request, stream);
      });
}

}  // namespace sparkgate::server
