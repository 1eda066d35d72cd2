// Holds docs/errors.md and the table in reasons.cc together.
#include <fstream>
#include <sstream>
#include <string>

#include <absl/strings/str_replace.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/tiktok/http/reasons.h"

namespace sparkgate::tiktok {
namespace {

std::string Slurp(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Quoted(std::string_view list, std::string_view separator) {
  std::string inner(list);
  absl::StrReplaceAll({{std::string(separator), "`, `"}, {"+", "` … `"}}, &inner);
  return fmt::format("`{}`", inner);
}

// "40001 40002 on `tt_video/info`: `not` … `authorized`, `not` … `redeemed`".
std::string Cell(const Rule& rule) {
  std::string cell = rule.codes.empty() ? "any code" : std::string(rule.codes);
  if (rule.codes.empty() && rule.paths.empty() && rule.words.empty()) cell = "anything else";
  if (!rule.paths.empty()) cell += fmt::format(" on {}", Quoted(rule.paths, "|"));
  if (!rule.words.empty()) cell += fmt::format(": {}", Quoted(rule.words, "|"));
  return rule.may_be_done ? cell + " (†)" : cell;
}

std::string Row(const Reason& reason) {
  std::string cells;
  for (const Rule& rule : Rules()) {
    if (rule.reason != reason.name) continue;
    if (!cells.empty()) cells += "; ";
    cells += Cell(rule);
  }
  const std::string retry =
      reason.retry_seconds > 0 ? fmt::format("after {} s", reason.retry_seconds) : "no";
  return fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", reason.name,
                     absl::StatusCodeToString(reason.status), cells, reason.sentence,
                     WhoName(reason.who), retry);
}

TEST(ErrorsDoc, ShowsTheTable) {
  const std::string doc = Slurp(SPARKGATE_SOURCE_DIR "/docs/errors.md");
  ASSERT_FALSE(doc.empty());
  std::string table;
  for (const Reason& reason : Reasons()) table += Row(reason);
  EXPECT_NE(doc.find(table), std::string::npos)
      << "docs/errors.md is behind reasons.cc; its rows should be:\n"
      << table;
}

}  // namespace
}  // namespace sparkgate::tiktok
