// Finds codes in a long text that people pasted together: chats, columns of a sheet, several codes
// in a row. It is fed piece by piece and keeps no more than one unfinished word, so that the text
// may be of any length; where the pieces end makes no difference. Pure; one thread.
//
// A word ends at white space, at what people put between and around words (, ; : | quotes,
// brackets, *), at symbols and at letters of scripts that need no spaces; before a '#'; and behind
// a code's '='. Invisible marks within a word don't count, nor do . ! ? at its ends. Then
//   '#' and what a code may look like      a code, unless it is all lower case (a hashtag)
//   '#' and anything else of 12 characters  refused, also if shorter with a + / or = in it
//   the same without '#'                   a code if it has both cases and a digit, or both and '='
//   anything else                          chat
#ifndef SPARKGATE_SERVER_DOMAIN_CODE_SPLITTER_H_
#define SPARKGATE_SERVER_DOMAIN_CODE_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::server {

// A place in the text. Bytes.
struct FoundCode {
  int64_t offset = 0;
  int64_t length = 0;     // of a word that is longer than kLongestWord: that
  std::string canonical;  // "": looks like a code and isn't one

  friend bool operator==(const FoundCode&, const FoundCode&) = default;
};

class CodeSplitter {
 public:
  static constexpr size_t kLongestWord = 1024;

  // Goes on where another one stood: with the text from `settled` on.
  explicit CodeSplitter(int64_t settled = 0, bool skipping = false)
      : settled_(settled), skipping_(skipping) {}

  // What comes next. Appends what was found.
  void Feed(std::string_view text, std::vector<FoundCode>& found);
  // There is no more.
  void Finish(std::vector<FoundCode>& found);

  // All before it was told and isn't needed again.
  int64_t settled() const { return settled_; }
  // It is within a word that is too long.
  bool skipping() const { return skipping_; }
  int64_t received() const { return settled_ + static_cast<int64_t>(rest_.size()); }

 private:
  void Scan(bool last, std::vector<FoundCode>& found);

  int64_t settled_;  // where rest_ begins
  bool skipping_;
  std::string rest_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_CODE_SPLITTER_H_
