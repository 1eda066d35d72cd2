#include "server/tiktok/http/scripted_tiktok.h"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/tiktok/http/tiktok.h"

namespace sparkgate::tiktok {

ScriptedTikTok::ScriptedTikTok()
    : server_(*HttpServer::Start({},
                                 [this](HttpServerRequest request, HttpReply reply) {
                                   Handle(std::move(request), std::move(reply));
                                 })),
      port_(server_->port()),
      http_(NewCurlClient({})),
      tiktok_(NewHttpTikTok(*http_, clock_)) {}

ScriptedTikTok::~ScriptedTikTok() { server_.reset(); }

void ScriptedTikTok::Answer(std::string_view data) {
  AnswerWith(
      {.body = fmt::format(R"({{"message":"OK","code":0,"data":{},"request_id":"2021"}})", data)});
}

void ScriptedTikTok::Refuse(int code, std::string_view message) {
  AnswerWith({.body = fmt::format(R"({{"code":{},"message":"{}","request_id":"2022","data":{{}}}})",
                                  code, message)});
}

void ScriptedTikTok::AnswerWith(HttpServerResponse response) {
  MutexLock lock(mutex_);
  script_.push_back({.response = std::move(response)});
}

void ScriptedTikTok::KeepSilent() {
  MutexLock lock(mutex_);
  script_.push_back({.response = {}, .silent = true});
}

Call ScriptedTikTok::call() const {
  return {.endpoint = {.base_url = fmt::format("http://127.0.0.1:{}/w/acme", port_)},
          .access_token = Secret("token-of-acme")};
}

std::vector<HttpServerRequest> ScriptedTikTok::requests() const {
  MutexLock lock(mutex_);
  return requests_;
}

std::string ScriptedTikTok::Asked() const {
  const HttpServerRequest request = requests().back();
  return fmt::format("{} {}", request.method, request.path);
}

std::vector<std::pair<std::string, std::string>> ScriptedTikTok::AskedQuery() const {
  return ParseQuery(requests().back().query);
}

boost::json::value ScriptedTikTok::AskedBody() const {
  return boost::json::parse(requests().back().body);
}

void ScriptedTikTok::Handle(HttpServerRequest request, HttpReply reply) {
  HttpServerResponse response = {.status = 500, .body = "the script is over"};
  {
    MutexLock lock(mutex_);
    requests_.push_back(std::move(request));
    if (!script_.empty()) {
      Step step = std::move(script_.front());
      script_.pop_front();
      if (step.silent) {
        unanswered_.push_back(std::move(reply));
        return;
      }
      response = std::move(step.response);
    }
  }
  reply(std::move(response));
}

std::string ValueOf(const std::vector<std::pair<std::string, std::string>>& pairs,
                    std::string_view name) {
  std::string value = "(none)";
  for (const auto& [key, text] : pairs) {
    if (key != name) continue;
    EXPECT_EQ(value, "(none)") << name << " is there twice";
    value = text;
  }
  return value;
}

}  // namespace sparkgate::tiktok
