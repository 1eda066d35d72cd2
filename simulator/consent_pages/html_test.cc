#include "simulator/consent_pages/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

TEST(Html, TextCannotLeaveItsElementOrAttribute) {
  EXPECT_EQ(EscapeHtml("<a href='x'>\"&amp;</a>"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;&lt;/a&gt;");
  EXPECT_EQ(EscapeHtml("Mira Müller 日本"), "Mira Müller 日本");
  EXPECT_EQ(EscapeHtml(""), "");
}

TEST(Html, APageIsHtmlThatNobodyKeepsAndThatRunsNothing) {
  const HttpServerResponse page = HtmlPage(400, "A & B", "<p>C</p>\n");
  EXPECT_EQ(page.status, 400);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Cache-Control", "no-store")));
  EXPECT_THAT(page.headers,
              testing::Contains(testing::Pair("Content-Security-Policy",
                                              testing::HasSubstr("default-src 'none'"))));
  EXPECT_THAT(page.body, testing::HasSubstr("<title>A &amp; B</title>"));
  EXPECT_THAT(page.body, testing::HasSubstr("<h1>A &amp; B</h1>\n<p>C</p>\n"));
  EXPECT_THAT(page.body, testing::Not(testing::HasSubstr("<script")));
}

}  // namespace
}  // namespace sparkgate::simulator
