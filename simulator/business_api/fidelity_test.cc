// docs/fidelity.md says what the simulator does where nobody knows what TikTok does. Its tables
// must be what the code has: when this test fails, copy the block it prints into the page.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/unplayed_fields.h"
#include "simulator/world/code_failures.h"
#include "simulator/world/switches.h"

namespace sparkgate::simulator {
namespace {

constexpr char kTests[] = SPARKGATE_SOURCE_DIR "/simulator/business_api";
constexpr char kSdkSuite[] = SPARKGATE_SOURCE_DIR "/tests/contract/tiktok_sdk_js";

std::string TextOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string Page() { return TextOf(SPARKGATE_SOURCE_DIR "/docs/fidelity.md"); }

// What stands between "<!-- name -->" and "<!-- end of name -->".
std::string Block(const std::string& page, std::string_view name) {
  const std::string begin = fmt::format("<!-- {} -->\n", name);
  const std::string end = fmt::format("<!-- end of {} -->", name);
  const size_t from = page.find(begin);
  const size_t to = page.find(end);
  if (from == std::string::npos || to == std::string::npos) return "the block is missing";
  return page.substr(from + begin.size(), to - from - begin.size());
}

// A bar would end the table's cell.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string_view FamilyName(TokenFamily family) {
  switch (family) {
    case TokenFamily::kNone:
      return "app secret";
    case TokenFamily::kAdvertiser:
      return "advertiser";
    case TokenFamily::kCreator:
      return "creator";
  }
  return "";
}

TEST(Fidelity, ThePageListsTheSwitches) {
  std::string expected =
      "| switch | default | values | what it decides | source | confidence |\n"
      "|---|---|---|---|---|---|\n";
  for (const SwitchSpec* spec : AllSwitches()) {
    const std::string_view values =
        spec->kind == SwitchKind::kFlag ? std::string_view("true|false") : spec->choices;
    expected += fmt::format("| `{}` | `{}` | {} | {} | {} | {} |\n", spec->name,
                            spec->default_value, Cell(values), Cell(spec->description),
                            Cell(spec->source), ConfidenceName(spec->confidence));
  }
  EXPECT_EQ(Block(Page(), "switches"), expected);
}

// The tests of endpoints by file name, in order, this one apart.
std::map<std::string, std::string> TestsOfEndpoints() {
  std::map<std::string, std::string> tests;
  for (const auto& entry : std::filesystem::directory_iterator(kTests)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with("_test.cc") || name == "fidelity_test.cc") continue;
    tests[name] = TextOf(entry.path().string());
  }
  return tests;
}

std::string SdkSuite() {
  std::string suite;
  for (const auto& entry : std::filesystem::directory_iterator(kSdkSuite)) {
    if (entry.path().extension() == ".js") suite += TextOf(entry.path().string());
  }
  return suite;
}

// How TikTok's SDK calls it: adgroup/status/update is adgroupStatusUpdate.
std::string SdkMethod(std::string_view path) {
  std::string method;
  bool upper = false;
  for (const char c : path) {
    const bool between = c == '/' || c == '_';
    if (!between) method += upper && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = between;
  }
  return method;
}

bool IsDrivenBySdk(std::string_view path, const std::string& suite) {
  return suite.find(fmt::format("'{}'", SdkMethod(path))) != std::string::npos ||
         suite.find(fmt::format("'{}/'", path)) != std::string::npos;
}

// Where an endpoint is called by its path: what the page claims of it is proved there, or nowhere.
std::string ProofOf(std::string_view path, const std::map<std::string, std::string>& tests) {
  std::string files;
  for (const auto& [name, text] : tests) {
    if (text.find(fmt::format("\"{}\"", path)) == std::string::npos) continue;
    files += fmt::format("{}{}", files.empty() ? "" : ", ", name);
  }
  return files;
}

TEST(Fidelity, ThePageListsTheEndpointsAndWhichTestsProveThem) {
  const std::map<std::string, std::string> tests = TestsOfEndpoints();
  const std::string suite = SdkSuite();
  ASSERT_GT(tests.size(), 10u);
  std::string expected =
      "| endpoint | token | scope | behaviour | tests |\n|---|---|---|---|---|\n";
  for (const Endpoint& endpoint : AllEndpoints()) {
    std::string proof = ProofOf(endpoint.path, tests);
    EXPECT_NE(proof, "") << endpoint.path << " is called by no test: the page can't speak of it";
    if (IsDrivenBySdk(endpoint.path, suite)) proof += ", tiktok_sdk_js";
    expected += fmt::format("| `{} {}` | {} | {} | {} | {} |\n", endpoint.method(), endpoint.path,
                            FamilyName(endpoint.family), endpoint.scope,
                            IsPartlyShape(endpoint.path) ? "shape in parts" : "real", proof);
  }
  for (const std::string_view path : UnimplementedEndpoints()) {
    EXPECT_FALSE(IsPartlyShape(path)) << path;
  }
  EXPECT_EQ(Block(Page(), "endpoints"), expected);
}

TEST(Fidelity, ThePageListsWhatIsMissing) {
  std::string expected;
  for (const std::string_view path : UnimplementedEndpoints()) {
    expected += fmt::format("* `{}`\n", path);
  }
  EXPECT_EQ(Block(Page(), "missing endpoints"), expected);
}

TEST(Fidelity, ThePageListsTheFieldsWithoutEffect) {
  std::string expected = "| endpoint | fields |\n|---|---|\n";
  for (const UnplayedFields& unplayed : AllUnplayedFields()) {
    EXPECT_NE(FindEndpoint(unplayed.path), nullptr) << unplayed.path;
    std::string names;
    for (const std::string_view field : unplayed.fields) {
      names += fmt::format("{}`{}`", names.empty() ? "" : ", ", field);
    }
    expected += fmt::format("| `{}` | {} |\n", unplayed.path, names);
  }
  EXPECT_EQ(Block(Page(), "fields without effect"), expected);
}

TEST(Fidelity, ThePageListsTheCodeFailures) {
  std::string expected = "| name | sentence |\n|---|---|\n";
  for (const CodeFailureText& failure : CodeFailures()) {
    expected += fmt::format("| `{}` | {} |\n", failure.name, failure.sentence);
  }
  EXPECT_EQ(Block(Page(), "code failures"), expected);
}

}  // namespace
}  // namespace sparkgate::simulator
