#include "server/domain/code_splitter.h"

#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kOne[] = "#Ab1+/Zz9AAAAAAAAAAAAAA==";
constexpr char kTwo[] = "#qQ7_-xxxxxxxxxxxxxxxxxx=";

std::vector<FoundCode> FindAll(std::string_view text) {
  std::vector<FoundCode> found;
  CodeSplitter splitter;
  splitter.Feed(text, found);
  splitter.Finish(found);
  EXPECT_EQ(splitter.settled(), static_cast<int64_t>(text.size()));
  return found;
}

// What was found, "?" for what looks like a code and isn't.
std::vector<std::string> Codes(std::string_view text) {
  std::vector<std::string> codes;
  for (const FoundCode& code : FindAll(text)) {
    codes.push_back(code.canonical.empty() ? "?" : code.canonical);
  }
  return codes;
}

const std::string One() { return kOne; }
const std::string Two() { return kTwo; }

TEST(CodeSplitterTest, FindsCodesInWhatPeoplePaste) {
  const std::vector<std::string> texts = {
      One() + "\n" + Two(),
      One() + Two(),  // nothing between
      "hi! here is mine: " + One() + ". and " + Two() + "!!",
      "1\tMia\t\"" + One() + "\"\n2\tBen\t\"" + Two() + "\"\r\n",
      "[12:01, 3.4.2026] Mia: *" + One() + "* \xF0\x9F\x91\x89" + Two() + "\xF0\x9F\x91\x88",
      "\xE4\xBB\xA3\xE7\xA0\x81" + One() + "\xE8\xAF\xB7\xE7\x94\xA8\xEF\xBC\x8C" + Two(),
      "code=" + One() + ";code=" + Two().substr(1),  // without #
      "\xEF\xBB\xBF" + One().substr(0, 9) + "\xE2\x80\x8B" + One().substr(9) + "\xC2\xA0" + Two(),
  };
  for (const std::string& text : texts) {
    EXPECT_THAT(Codes(text), ElementsAre(kOne, kTwo)) << text;
  }
}

TEST(CodeSplitterTest, SaysWhereACodeStood) {
  const std::string text = "two: " + Two() + " and " + One();
  EXPECT_THAT(FindAll(text), ElementsAre(FoundCode{.offset = 5, .length = 25, .canonical = kTwo},
                                         FoundCode{.offset = 35, .length = 25, .canonical = kOne}));
}

TEST(CodeSplitterTest, LeavesChatAlone) {
  for (const char* chat :
       {"", " ", "#", "##", "#fyp #foryou #ad", "#thisisaverylonghashtagindeed", "see #12",
        "Donaudampfschifffahrtsgesellschaft", "7123456789012345678901",
        "https://www.tiktok.com/@mia/video/7123456789012345678?lang=En",
        "mia.from.the.long.named.company@example.com", "caf\xC3\xA9 ...!"}) {
    EXPECT_THAT(Codes(chat), IsEmpty()) << chat;
  }
}

TEST(CodeSplitterTest, TellsWhatLooksLikeACodeAndIsNot) {
  for (const std::string& text :
       {std::string("#Ab1Ab1Ab1Ab1"), std::string("#a+b="),
        One().substr(0, 9) + "\xC3\xA9" + One().substr(9),      // a letter of another alphabet
        One().substr(0, 9) + "\xEF\xBC\xA1" + One().substr(9),  // a full-width one
        One().substr(0, 9) + "\xFF" + One().substr(9),          // no UTF-8
        "#" + std::string(210, 'A'), One() + "="}) {
    EXPECT_THAT(Codes(text), ElementsAre("?")) << text;
  }
}

TEST(CodeSplitterTest, AWordWithoutEndIsToldOnceAndNotKept) {
  CodeSplitter splitter;
  std::vector<FoundCode> found;
  splitter.Feed("#A1", found);
  for (int i = 0; i < 100; ++i) {
    splitter.Feed(std::string(1000, 'b'), found);
    EXPECT_LE(splitter.received() - splitter.settled(),
              static_cast<int64_t>(CodeSplitter::kLongestWord));
  }
  EXPECT_TRUE(splitter.skipping());
  // Who goes on here knows as much.
  CodeSplitter next(splitter.settled(), splitter.skipping());
  next.Feed("bbb" + One(), found);
  next.Finish(found);
  EXPECT_THAT(found, ElementsAre(FoundCode{.offset = 0, .length = 1024, .canonical = ""},
                                 FoundCode{.offset = 100'006, .length = 25, .canonical = kOne}));
}

// Pieces of what one meets, in any order.
std::string RandomText(std::mt19937& random) {
  const std::vector<std::string> parts = {kOne,
                                          kTwo,
                                          "#",
                                          "=",
                                          " ",
                                          "\n",
                                          "\xE2\x80\x8B",
                                          "\xC2\xA0",
                                          "\xF0\x9F\x91\x89",
                                          "\xE2",
                                          "\xC3\xA9",
                                          "word",
                                          "#Ab1Ab1Ab1Ab1",
                                          ",",
                                          "\"",
                                          std::string(700, 'x'),
                                          "."};
  std::string text;
  for (int i = 0; i < 40; ++i) text += parts[random() % parts.size()];
  return text;
}

TEST(CodeSplitterTest, WhereThePiecesEndMakesNoDifference) {
  std::mt19937 random(7);  // NOLINT: the same texts in every run
  for (int round = 0; round < 300; ++round) {
    const std::string text = RandomText(random);
    const std::vector<FoundCode> whole = FindAll(text);
    std::vector<FoundCode> pieces;
    CodeSplitter splitter;
    size_t at = 0;
    while (at < text.size()) {
      const size_t size = 1 + random() % (round % 2 == 0 ? 3 : 300);
      splitter.Feed(std::string_view(text).substr(at, size), pieces);
      at = std::min(text.size(), at + size);
      EXPECT_EQ(splitter.received(), static_cast<int64_t>(at));
      // Now and then the connection is lost: another goes on where this one was settled.
      if (random() % 4 == 0) {
        splitter = CodeSplitter(splitter.settled(), splitter.skipping());
        at = static_cast<size_t>(splitter.settled());
        // Or else nothing would ever become longer than what is sent at once.
        splitter.Feed(std::string_view(text).substr(at, 1200), pieces);
        at = std::min(text.size(), at + 1200);
      }
    }
    splitter.Finish(pieces);
    EXPECT_EQ(pieces, whole) << text;
  }
}

}  // namespace
}  // namespace sparkgate::server
