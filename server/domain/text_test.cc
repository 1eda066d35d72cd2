#include "server/domain/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

using testing::IsEmpty;

std::string Repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST(TextTest, CountsWhatPeopleCount) {
  for (const char* character : {"a", "é", "拉", "🍜"}) {
    EXPECT_THAT(TextProblem(Repeat(character, 100), 100), IsEmpty()) << character;
    EXPECT_EQ(TextProblem(Repeat(character, 101), 100), "is over 100 characters") << character;
  }
  EXPECT_THAT(TextProblem("", 0), IsEmpty());
}

TEST(TextTest, WhatIsNoUtf8IsRefused) {
  for (const char* text : {
           "\x80",              // a continuation of nothing
           "cut \xE6\x8B",      // an end in the middle
           "\xE6 x",            // no continuation
           "\xC0\x80",          // NUL in two bytes
           "\xE0\x82\xAF",      // three bytes for what fits in two
           "\xED\xA0\x80",      // half of a UTF-16 pair
           "\xF4\x90\x80\x80",  // beyond Unicode
           "\xFF\x80\x80\x80",
       }) {
    EXPECT_EQ(TextProblem(text, 100), "is not valid UTF-8") << testing::PrintToString(text);
  }
  EXPECT_THAT(TextProblem("\xF4\x8F\xBF\xBF \xED\x9F\xBF \xEE\x80\x80", 100), IsEmpty());
}

TEST(TextTest, ARefusalNamesTheField) {
  EXPECT_TRUE(CheckText("abc", 3, "purpose").ok());
  const ErrorDetail detail = DetailOf(CheckText("abcd", 3, "purpose"));
  EXPECT_EQ(detail.reason, "INVALID_FIELD");
  EXPECT_EQ(detail.fields, (std::vector<FieldViolation>{{"purpose", "is over 3 characters"}}));
}

}  // namespace
}  // namespace sparkgate::server
