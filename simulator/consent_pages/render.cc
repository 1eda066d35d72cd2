// The HTML of a consent page (consent_form.h).
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "simulator/consent_pages/consent_form.h"
#include "simulator/consent_pages/html.h"

namespace sparkgate::simulator {
namespace {

bool IsCreators(const ConsentForm& form) { return form.kind == ConsentKind::kCreator; }

void AppendChoice(const Choice& choice, std::string_view type, std::string_view field,
                  std::string& out) {
  fmt::format_to(
      std::back_inserter(out),
      "<label><input type=\"{}\" name=\"{}\" value=\"{}\"{}> {} <code>{}</code></label>\n", type,
      field, EscapeHtml(choice.id), choice.chosen ? " checked" : "", EscapeHtml(choice.label),
      EscapeHtml(choice.id));
}

void AppendScopes(const ConsentForm& form, std::string& out) {
  out += "<fieldset>\n<legend>What the app may do</legend>\n";
  for (const Choice& scope : form.scopes) AppendChoice(scope, "checkbox", "grant", out);
  out += "</fieldset>\n";
}

// The accounts beyond the listed ones are named in a text field.
void AppendMore(const ConsentForm& form, std::string& out) {
  if (form.accounts_in_all <= form.accounts.size()) return;
  fmt::format_to(std::back_inserter(out),
                 "<p id=\"listed\">{} of {} are listed.</p>\n"
                 "<label for=\"more\">{}</label>\n"
                 "<input type=\"text\" id=\"more\" name=\"account\" aria-describedby=\"listed\" "
                 "autocomplete=\"off\">\n",
                 form.accounts.size(), form.accounts_in_all,
                 IsCreators(form) ? "Another one: its user name or id (leave the list alone then)"
                                  : "Further ones: their ids, with commas between them");
}

void AppendAccounts(const ConsentForm& form, std::string& out) {
  fmt::format_to(
      std::back_inserter(out), "<fieldset>\n<legend>{}</legend>\n",
      IsCreators(form) ? "Which TikTok account are you?" : "Which ad accounts may it reach?");
  for (const Choice& account : form.accounts) {
    AppendChoice(account, IsCreators(form) ? "radio" : "checkbox", "account", out);
  }
  AppendMore(form, out);
  if (form.accounts_in_all == 0) {
    fmt::format_to(
        std::back_inserter(out),
        "<p>This world has none yet: open one ({}) and load this page again.</p>\n",
        IsCreators(form) ? "CreatorAppService.CreateAccount" : "AdsManagerService.OpenAdAccount");
  }
  out += "</fieldset>\n";
}

}  // namespace

HttpServerResponse RenderConsentForm(const ConsentForm& form) {
  std::string body = fmt::format(
      "<p>The app <code>{}</code> asks to act for you. This is the world <code>{}</code> "
      "of Sparkgate's simulator: nothing here reaches TikTok.</p>\n",
      EscapeHtml(form.link.app_id), EscapeHtml(form.world));
  if (!form.problem.empty()) {
    body += fmt::format("<p role=\"alert\">{}</p>\n", EscapeHtml(form.problem));
  }
  // Without an action it goes to the page's own address, query included: the link.
  body += "<form method=\"post\">\n";
  AppendScopes(form, body);
  AppendAccounts(form, body);
  body += fmt::format(
      "<p>Either answer leads back to <code>{}</code>.</p>\n"
      "<button name=\"decision\" value=\"allow\">Allow</button>\n"
      "<button name=\"decision\" value=\"deny\">Deny</button>\n</form>\n",
      EscapeHtml(form.link.redirect_uri));
  return HtmlPage(form.problem.empty() ? 200 : 400,
                  IsCreators(form) ? "Connect your TikTok account" : "Connect your ad accounts",
                  body);
}

}  // namespace sparkgate::simulator
