#include "simulator/world/review/content_rules.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <absl/strings/ascii.h>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

// Bytes beyond ASCII belong to a word: a script that is written without spaces has no ends of words
// that could be told here, so there a word is found wherever it stands.
bool IsAsciiWord(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

std::string Lower(std::string_view text) {
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  return lower;
}

bool IsWhole(std::string_view text, size_t begin, size_t end) {
  const bool before = begin > 0 && IsAsciiWord(text[begin - 1]) && IsAsciiWord(text[begin]);
  const bool after = end < text.size() && IsAsciiWord(text[end - 1]) && IsAsciiWord(text[end]);
  return !before && !after;
}

// As a whole word, whatever the case of its ASCII letters.
bool HasWord(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  const std::string lower = Lower(text);
  const std::string wanted = Lower(word);
  for (size_t at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at + 1)) {
    if (IsWhole(lower, at, at + wanted.size())) return true;
  }
  return false;
}

std::string HostOf(std::string_view address) {
  const auto url = boost::urls::parse_uri(boost::urls::string_view(address.data(), address.size()));
  if (!url) return "";
  return Lower(url->host());
}

bool IsWithin(std::string_view host, std::string_view domain) {
  const std::string wanted = Lower(domain);
  return host == wanted || host.ends_with("." + wanted);
}

void CheckWords(const ReviewPolicy& policy, const Ad& ad, const Post* post, ReviewDecision& found) {
  for (const std::string& word : policy.rejected_words) {
    const bool in_post = post != nullptr && HasWord(post->caption, word);
    if (!in_post && !HasWord(ad.name, word)) continue;
    found.reasons.push_back(fmt::format("The ad says \"{}\", which is not allowed.", word));
    found.suggestion = "Take the words out that are not allowed and submit the ad again.";
  }
}

void CheckSong(const ReviewPolicy& policy, const Post* post, ReviewDecision& found) {
  const bool unlicensed = post != nullptr && post->song.has_value() && !post->song->licensed;
  if (!policy.reject_unlicensed_songs || !unlicensed) return;
  found.reasons.push_back("The song of the post is not licensed for ads.");
  found.suggestion = "Use a post with its original sound or with a song that is licensed for ads.";
}

void CheckLandingPage(const ReviewPolicy& policy, const Ad& ad, ReviewDecision& found) {
  if (policy.landing_page_domains.empty() || ad.landing_page_url.empty()) return;
  const std::string host = HostOf(ad.landing_page_url);
  const bool fits =
      std::ranges::any_of(policy.landing_page_domains,
                          [&](const std::string& domain) { return IsWithin(host, domain); });
  if (fits) return;
  found.reasons.push_back("The landing page does not match what the ad promotes.");
  found.suggestion = "Link to the advertiser's own site and submit the ad again.";
}

}  // namespace

std::optional<ReviewDecision> ObjectionTo(const WorldState& state, const Ad& ad) {
  const ReviewPolicy& policy = state.review_policy;
  const Post* post = Find(state.posts, ad.post_id);
  ReviewDecision found;
  found.verdict = ReviewVerdict::kRejected;
  CheckWords(policy, ad, post, found);
  CheckSong(policy, post, found);
  CheckLandingPage(policy, ad, found);
  if (found.reasons.empty()) return std::nullopt;
  return found;
}

}  // namespace sparkgate::simulator
