// What programs say to people on a terminal: what a mistyped word may have meant, and lines of a
// bearable length. Pure functions.
#ifndef SPARKGATE_BASE_WORDING_H_
#define SPARKGATE_BASE_WORDING_H_

#include <string>
#include <string_view>
#include <vector>

namespace sparkgate {

// The candidate that `word` most likely stands for; "" if none is near.
std::string Nearest(std::string_view word, const std::vector<std::string>& candidates);

// "; did you mean 'x'?" or "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates);

// `text` in lines of at most `width` columns, each begun with `indent` blanks.
std::string Wrap(std::string_view text, size_t indent, size_t width);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_WORDING_H_
