// The little HTML that the pages are made of: escaped text in one plain frame, without scripts.
// Pure functions.
#ifndef SPARKGATE_SIMULATOR_CONSENT_PAGES_HTML_H_
#define SPARKGATE_SIMULATOR_CONSENT_PAGES_HTML_H_

#include <string>
#include <string_view>

#include "base/http/server.h"

namespace sparkgate::simulator {

// `text` as it may stand in an element or in a quoted attribute.
std::string EscapeHtml(std::string_view text);

// A whole page. `title` is text and is escaped here; `body` is HTML.
HttpServerResponse HtmlPage(int status, std::string_view title, std::string_view body);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONSENT_PAGES_HTML_H_
