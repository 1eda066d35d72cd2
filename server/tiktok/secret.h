// A token, a code or an app secret on its way through the server: a string that can't be logged,
// compared in public or turned into text by accident. Whoever needs the value says so: Reveal().
#ifndef SPARKGATE_SERVER_TIKTOK_SECRET_H_
#define SPARKGATE_SERVER_TIKTOK_SECRET_H_

#include <iosfwd>
#include <string>
#include <utility>

namespace sparkgate::tiktok {

// A value type; as thread-safe as std::string.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  // Call it where the value leaves the process on purpose, is sealed or is hashed; nowhere else.
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

  // For tests and lookups of what is known anyway; not constant-time, so never against a guess.
  friend bool operator==(const Secret&, const Secret&) = default;

  // Printing one doesn't compile; GoogleTest, which would else dump the bytes, gets a placeholder.
  template <typename Stream>
  friend Stream& operator<<(Stream&, const Secret&) = delete;
  friend void PrintTo(const Secret& secret, std::ostream* out) { Placeholder(secret.empty(), out); }

 private:
  template <typename Stream>
  static void Placeholder(bool empty, Stream* out) {
    *out << (empty ? "[no secret]" : "[secret]");
  }

  std::string value_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_SECRET_H_
