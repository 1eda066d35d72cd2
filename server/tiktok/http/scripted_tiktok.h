// For tests: a TikTok that answers from a script over real sockets and remembers what it was asked,
// and the real client that talks to it.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_SCRIPTED_TIKTOK_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_SCRIPTED_TIKTOK_H_

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "base/clock.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "base/mutex.h"
#include "server/tiktok/tiktok.h"

namespace sparkgate::tiktok {

// Thread-safe, since the server answers on a thread of its own.
class ScriptedTikTok {
 public:
  ScriptedTikTok();
  ~ScriptedTikTok();

  // The next answer: an OK envelope around `data`, an error's, or anything.
  void Answer(std::string_view data);
  void Refuse(int code, std::string_view message);
  void AnswerWith(HttpServerResponse response);
  // Next, it takes the request and says nothing.
  void KeepSilent();
  // Nothing listens any more.
  void Leave() { server_.reset(); }

  TikTok& operator*() { return *tiktok_; }
  TikTok* operator->() { return tiktok_.get(); }
  // The world "acme", the token "token-of-acme".
  Call call() const;

  std::vector<HttpServerRequest> requests() const;
  // Of the last request, which must be there. "GET /w/acme/open_api/v1.3/tt_video/info/".
  std::string Asked() const;
  std::vector<std::pair<std::string, std::string>> AskedQuery() const;  // decoded
  boost::json::value AskedBody() const;

 private:
  struct Step {
    HttpServerResponse response;
    bool silent = false;
  };

  void Handle(HttpServerRequest request, HttpReply reply);

  mutable Mutex mutex_;
  std::deque<Step> script_ SG_GUARDED_BY(mutex_);
  std::vector<HttpServerRequest> requests_ SG_GUARDED_BY(mutex_);
  std::vector<HttpReply> unanswered_ SG_GUARDED_BY(mutex_);
  std::unique_ptr<HttpServer> server_;
  const uint16_t port_;
  const std::unique_ptr<HttpClient> http_;
  const SystemClock clock_;
  const std::unique_ptr<TikTok> tiktok_;
};

// The value of the only pair of this name; "(none)" without one.
std::string ValueOf(const std::vector<std::pair<std::string, std::string>>& pairs,
                    std::string_view name);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_SCRIPTED_TIKTOK_H_
