// What a world remembers of mutations with a request_id, so that a repeated one gets the first
// answer again. Plain value, guarded by its owner.
#ifndef SPARKGATE_SIMULATOR_WORLD_REQUEST_MEMORY_H_
#define SPARKGATE_SIMULATOR_WORLD_REQUEST_MEMORY_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::simulator {

class RequestMemory {
 public:
  static constexpr size_t kLimit = 10'000;

  struct Answer {
    std::string body_hash;  // of the request
    std::string response;   // text of the asker's own choosing

    template <class Self, class Visitor>
    static void Fields(Self& self, Visitor& visit) {
      visit("body_hash", self.body_hash);
      visit("response", self.response);
    }
  };

  // `key` is the method and the request_id. Null if it is new, or so old that it was forgotten.
  const Answer* Find(std::string_view key) const;
  void Remember(std::string key, Answer answer);

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("answers", self.answers_);
    visit("order", self.order_);
  }

 private:
  std::map<std::string, Answer, std::less<>> answers_;
  std::vector<std::string> order_;  // keys, oldest first
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REQUEST_MEMORY_H_
