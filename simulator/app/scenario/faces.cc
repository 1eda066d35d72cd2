#include "simulator/app/scenario/faces.h"

#include <memory>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/http/client.h"
#include "simulator/app/scenario/messages.h"
#include "simulator/app/scenario/seen_answer.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

// A call that came over no wire.
class CallOfStory final : public rpc::CallContext {
 public:
  explicit CallOfStory(std::string_view method) : method_(method) {}

  std::string_view method() const override { return method_; }
  const std::string& call_id() const override { return call_id_; }
  const rpc::Caller& caller() const override { return caller_; }
  bool cancelled() const override { return false; }
  absl::Duration remaining() const override { return absl::InfiniteDuration(); }
  void Annotate(std::string_view, std::string) override {}

 private:
  const std::string_view method_;
  const std::string call_id_ = "scenario";
  const rpc::Caller caller_;
};

json::object Failed(const absl::Status& status) {
  return {{"error", ReasonOf(status)}, {"message", std::string(status.message())}};
}

std::string QueryOf(const json::object& arguments) {
  std::string query;
  for (const auto& entry : arguments) {
    const json::string* text = entry.value().if_string();
    query += fmt::format(
        "{}{}={}", query.empty() ? "" : "&", std::string_view(entry.key()),
        PercentEncode(text != nullptr ? std::string(*text) : json::serialize(entry.value())));
  }
  return query;
}

}  // namespace

json::value Faces::Act(std::string_view path, std::string_view world_id,
                       json::object fields) const {
  const rpc::MethodTable::Method& method = *table_.Find(path);
  const std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
  if (request->GetDescriptor()->FindFieldByName("world") != nullptr) {
    fields.emplace("world", fmt::format("worlds/{}", world_id));  // stays as it is if given
  }
  const absl::Status filled = FillMessage(fields, *request);
  if (!filled.ok()) return Failed(filled);
  CallOfStory context(path);
  const auto response = method.unary(context, *request);
  if (!response.ok()) return Failed(response.status());
  json::value answer = ToJson(**response);
  if (!answer.is_object()) {  // times beyond the year 9999 have no JSON
    return json::object{{"error", "INTERNAL"}, {"message", "The answer can't be written as JSON."}};
  }
  answer.as_object().emplace("error", "");
  return answer;
}

json::value Faces::Call(std::string_view method, std::string_view endpoint,
                        std::string_view world_id, std::string_view token,
                        const json::object& arguments) const {
  HttpServerRequest request;
  request.method = std::string(method);
  request.path = fmt::format("/w/{}/open_api/v1.3/{}/", world_id, endpoint);
  if (method == "GET") {
    request.query = QueryOf(arguments);
  } else {
    request.body = json::serialize(arguments);
    request.headers.emplace_back("content-type", "application/json");
  }
  if (!token.empty()) request.headers.emplace_back("access-token", token);
  return SeenAnswer(api_.Handle(request));
}

}  // namespace sparkgate::simulator
