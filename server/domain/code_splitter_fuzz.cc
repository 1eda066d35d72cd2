// Any bytes, cut in two anywhere: the same is found as in one piece, places are within the text and
// in order, and what is kept stays small.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "server/domain/code.h"
#include "server/domain/code_splitter.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using sparkgate::server::CodeSplitter;
  using sparkgate::server::FoundCode;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<FoundCode> whole;
  CodeSplitter one;
  one.Feed(text, whole);
  one.Finish(whole);
  int64_t end = 0;
  for (const FoundCode& code : whole) {
    if (code.offset < end || code.length < 1) std::abort();
    end = code.offset + code.length;
    if (code.canonical.empty()) continue;
    const auto canonical = sparkgate::server::CanonicalCode(code.canonical, "text");
    if (!canonical.ok() || *canonical != code.canonical) std::abort();
  }
  if (end > static_cast<int64_t>(text.size())) std::abort();

  // The second piece is told to another splitter, as after a lost connection.
  const size_t cut = text.empty() ? 0 : data[0] * text.size() / 256;
  std::vector<FoundCode> pieces;
  CodeSplitter first;
  first.Feed(text.substr(0, cut), pieces);
  if (first.received() - first.settled() > static_cast<int64_t>(CodeSplitter::kLongestWord) + 4) {
    std::abort();
  }
  CodeSplitter second(first.settled(), first.skipping());
  for (size_t at = static_cast<size_t>(first.settled()); at < text.size(); at += 7) {
    second.Feed(text.substr(at, 7), pieces);
  }
  second.Finish(pieces);
  if (pieces != whole) std::abort();
  return 0;
}
