#include "tests/integration/harness/middleman.h"

#include <utility>

#include <fmt/format.h>

namespace sparkgate::integration {

Middleman::Middleman(std::string upstream_url) : upstream_url_(std::move(upstream_url)) {
  // A connection ends when a test says so, however slow the machine is.
  server_ = HttpServer::Start({.idle_timeout = absl::Hours(1)}, [this](HttpServerRequest request,
                                                                       HttpReply reply) {
              const bool posted = pool_.TryPost(
                  [this, request = std::move(request), reply] { reply(Answer(request)); });
              if (!posted) reply({.status = 503});
            }).value();
}

Middleman::~Middleman() {
  server_->Stop(absl::ZeroDuration());
  pool_.Stop();
}

std::string Middleman::url() const { return fmt::format("http://127.0.0.1:{}", server_->port()); }

void Middleman::AtNext(const std::string& path_end, Act act, size_t skip) {
  MutexLock lock(mutex_);
  plans_.push_back({.path_end = path_end, .skip = skip, .act = std::move(act)});
}

void Middleman::AtNextAbout(const std::string& world, Act act, size_t skip) {
  MutexLock lock(mutex_);
  plans_.push_back(
      {.path_begin = fmt::format("/w/{}/", world), .skip = skip, .act = std::move(act)});
}

void Middleman::ForgetPlans() {
  MutexLock lock(mutex_);
  plans_.clear();
  while (acts_at_work_ > 0) act_over_.Wait(mutex_);
}

std::vector<HttpServerRequest> Middleman::requests() const {
  MutexLock lock(mutex_);
  return requests_;
}

std::vector<Middleman::Exchange> Middleman::exchanges() const {
  MutexLock lock(mutex_);
  return exchanges_;
}

HttpServerResponse Middleman::Answer(const HttpServerRequest& request) {
  Act act;
  {
    MutexLock lock(mutex_);
    requests_.push_back(request);
    for (auto plan = plans_.begin(); plan != plans_.end(); ++plan) {
      const bool meant =
          request.path.starts_with(plan->path_begin) && request.path.ends_with(plan->path_end);
      if (!meant || plan->skip-- > 0) continue;
      act = std::move(plan->act);
      plans_.erase(plan);
      ++acts_at_work_;
      break;
    }
  }
  if (!act) return Pass(request);
  HttpServerResponse answer = act([&] { return Pass(request); });
  MutexLock lock(mutex_);
  --acts_at_work_;
  act_over_.NotifyAll();
  return answer;
}

HttpServerResponse Middleman::Pass(const HttpServerRequest& request) {
  HttpRequest on{
      .method = request.method,
      .url = upstream_url_ + request.path + (request.query.empty() ? "" : "?" + request.query),
      .body = request.body,
      .send_once = request.method != "GET"};
  for (const auto& [name, value] : request.headers) {
    if (name != "host" && name != "content-length" && name != "connection") {
      on.headers.emplace_back(name, value);
    }
  }
  const absl::StatusOr<HttpResponse> answer = client_->Send(on);
  {
    MutexLock lock(mutex_);
    exchanges_.push_back({.request = request, .answer = answer.ok() ? answer->body : ""});
  }
  if (!answer.ok()) return {.cut = HttpServerResponse::Cut::kBeforeHeader};
  HttpServerResponse back{.status = answer->status, .body = answer->body};
  for (const auto& [name, value] : answer->headers) {
    if (name == "content-type") back.content_type = value;
  }
  return back;
}

HttpServerResponse CutTheAnswer(const Middleman::Forward& forward) {
  forward();
  return {.cut = HttpServerResponse::Cut::kBeforeHeader};
}

HttpServerResponse CutTheRequest(const Middleman::Forward&) {
  return {.cut = HttpServerResponse::Cut::kBeforeHeader};
}

}  // namespace sparkgate::integration
