#include "simulator/control/rpc_faults.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include "base/error.h"
#include "base/mutex.h"
#include "rpc/stream.h"
#include "simulator/control/faulty_stream.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/fault_plans.h"

namespace sparkgate::simulator {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Method = rpc::MethodTable::Method;

constexpr std::string_view kFaultService = "FaultService.";
constexpr std::string_view kWorldsBegin = "worlds/";

// "WorldService.GetWorld" of "/sparkgate.simulator.v1.WorldService/GetWorld".
std::string TargetOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  const size_t service = path.rfind('.', slash) + 1;
  return std::string(path.substr(service, slash - service)) + "." +
         std::string(path.substr(slash + 1));
}

// The id of the first world that a field of the request names, also within a message of its;
// "" if none does.
std::string WorldIn(const Message& request) {
  const google::protobuf::Reflection& fields = *request.GetReflection();
  std::vector<const FieldDescriptor*> set;
  fields.ListFields(request, &set);
  for (const FieldDescriptor* field : set) {
    if (field->is_repeated()) continue;
    std::string world;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      world = WorldIn(fields.GetMessage(request, field));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      world = fields.GetString(request, field);
      if (!world.starts_with(kWorldsBegin)) continue;
      world = world.substr(kWorldsBegin.size());
      world = world.substr(0, world.find('/'));
    }
    if (!world.empty()) return world;
  }
  return "";
}

boost::json::object ArgumentsIn(const Message& request) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  boost::system::error_code error;
  if (!google::protobuf::util::MessageToJsonString(request, &text, options).ok()) return {};
  boost::json::value parsed = boost::json::parse(text, error);
  return parsed.is_object() ? std::move(parsed.as_object()) : boost::json::object();
}

absl::Status StatusOf(const FaultStep& step) {
  if (step.kind == FaultKind::kStreamCut) {
    return Error(absl::StatusCode::kUnavailable, "The stream was cut: a planned fault.",
                 {.reason = "STREAM_CUT", .who = Actor::kNobody});
  }
  ErrorDetail detail = {.reason = step.reason.empty() ? "FAULT_PLANNED" : step.reason,
                        .who = Actor::kNobody};
  if (step.retry_delay != absl::ZeroDuration()) detail.retry_after = step.retry_delay;
  return Error(static_cast<absl::StatusCode>(step.rpc_code),
               step.message.empty() ? "A planned fault." : step.message, std::move(detail));
}

std::optional<EarlyEnd> EarlyEndOf(const FaultStep& step) {
  if (step.kind == FaultKind::kDelay) return std::nullopt;
  return EarlyEnd{.after_messages = step.after_messages, .status = StatusOf(step)};
}

bool IsNeverDone(const FaultStep& step) {
  return SpecOf(step.kind).moment == FaultMoment::kNever && !step.after_commit;
}

struct RpcCall {
  std::string target;
  std::string id;
  bool streams = false;
};

RpcCall CallOf(const rpc::CallContext& context, bool streams) {
  return {.target = TargetOf(context.method()), .id = context.call_id(), .streams = streams};
}

// What the methods share.
struct Planned {
  Worlds& worlds;
  TimerService& timers;

  std::optional<FiredFault> FaultOf(const RpcCall& call, const Message& request) const {
    const std::shared_ptr<World> world = worlds.Find(WorldIn(request));
    if (world == nullptr) return std::nullopt;
    const auto any = [](const WorldState& state) { return HasFaults(state, FaultFace::kRpc); };
    if (!world->Read(any)) return std::nullopt;
    const boost::json::object arguments = ArgumentsIn(request);
    return world->Write([&](WorldState& state) {
      std::optional<FiredFault> fault = FireFault(state, {.face = FaultFace::kRpc,
                                                          .target = call.target,
                                                          .arguments = arguments,
                                                          .streams = call.streams});
      if (fault.has_value()) NoteSubject(state, *fault, call.id);
      return fault;
    });
  }

  std::shared_ptr<FaultyStream> Spoil(std::shared_ptr<rpc::MessageStream> stream,
                                      const FiredFault& fault) const {
    auto faulty = std::make_shared<FaultyStream>(std::move(stream), EarlyEndOf(fault.step));
    if (fault.delay == absl::ZeroDuration()) {
      faulty->Release();
    } else {
      timers.After(fault.delay, [faulty] { faulty->Release(); });
    }
    return faulty;
  }
};

// A two-way stream that meets a fault at one of the client's messages.
class FaultyTalk final : public rpc::MessageBidiStream,
                         public std::enable_shared_from_this<FaultyTalk> {
 public:
  FaultyTalk(Planned planned, RpcCall call, std::shared_ptr<rpc::MessageBidiStream> stream)
      : planned_(planned), call_(std::move(call)), stream_(std::move(stream)), answers_(stream_) {}

  bool WriteMessage(const Message& message) override { return answers()->WriteMessage(message); }
  void Finish(const absl::Status& status) override { answers()->Finish(status); }
  void Abort(const absl::Status& status) override { stream_->Abort(status); }
  size_t pending() const override { return answers()->pending(); }
  bool over() const override { return stream_->over(); }
  void OnDrained(std::function<void()> callback) override {
    stream_->OnDrained(std::move(callback));
  }
  void OnCancelled(std::function<void(const absl::Status&)> callback) override {
    stream_->OnCancelled(std::move(callback));
  }
  void OnMessage(std::function<void(const Message&)> callback) override {
    // Weak: a handler that drops its stream must not leave the client waiting.
    stream_->OnMessage(
        [weak = weak_from_this(), callback = std::move(callback)](const Message& message) {
          if (const auto self = weak.lock(); self != nullptr && self->Arrives(message)) {
            callback(message);
          }
        });
  }
  void OnHalfClosed(std::function<void()> callback) override {
    stream_->OnHalfClosed(std::move(callback));
  }

 private:
  std::shared_ptr<rpc::MessageStream> answers() const {
    MutexLock lock(mutex_);
    return answers_;
  }

  // Whether the handler gets to see it.
  bool Arrives(const Message& message) {
    if (answers() != stream_) return true;
    const std::optional<FiredFault> fault = planned_.FaultOf(call_, message);
    if (!fault.has_value()) return true;
    const std::shared_ptr<FaultyStream> faulty = planned_.Spoil(stream_, *fault);
    {
      MutexLock lock(mutex_);
      answers_ = faulty;
    }
    if (IsNeverDone(fault->step)) faulty->End();
    return !IsNeverDone(fault->step);
  }

  const Planned planned_;
  const RpcCall call_;
  const std::shared_ptr<rpc::MessageBidiStream> stream_;
  mutable Mutex mutex_;
  std::shared_ptr<rpc::MessageStream> answers_ SG_GUARDED_BY(mutex_);
};

rpc::MethodTable::ServerStreamFn AsStream(const Method& method) {
  if (method.server_stream) return method.server_stream;
  return [answer_of = method.unary](rpc::CallContext& context, const Message& request,
                                    const std::shared_ptr<rpc::MessageStream>& stream) {
    const auto answer = answer_of(context, request);
    if (answer.ok()) stream->WriteMessage(**answer);
    stream->Finish(answer.status());
  };
}

Method Answering(const Method& method, Planned planned) {
  Method faulty = method;
  faulty.later = method.later || method.unary;
  faulty.unary = nullptr;
  faulty.server_stream = [planned, streams = !faulty.later, handler = AsStream(method)](
                             rpc::CallContext& context, const Message& request,
                             std::shared_ptr<rpc::MessageStream> stream) {
    const auto fault = planned.FaultOf(CallOf(context, streams), request);
    if (!fault.has_value()) return handler(context, request, std::move(stream));
    auto spoiled = planned.Spoil(std::move(stream), *fault);
    if (IsNeverDone(fault->step)) return spoiled->End();
    handler(context, request, std::move(spoiled));
  };
  return faulty;
}

Method Talking(const Method& method, Planned planned) {
  Method faulty = method;
  faulty.bidi = [planned, handler = method.bidi](rpc::CallContext& context,
                                                 std::shared_ptr<rpc::MessageBidiStream> stream) {
    handler(context, std::make_shared<FaultyTalk>(planned, CallOf(context, /*streams=*/true),
                                                  std::move(stream)));
  };
  return faulty;
}

}  // namespace

rpc::MethodTable WithFaults(const rpc::MethodTable& table, Worlds& worlds, TimerService& timers) {
  const Planned planned = {.worlds = worlds, .timers = timers};
  return table.With([&](const Method& method) {
    if (TargetOf(method.name).starts_with(kFaultService)) return method;
    return method.bidi ? Talking(method, planned) : Answering(method, planned);
  });
}

}  // namespace sparkgate::simulator
