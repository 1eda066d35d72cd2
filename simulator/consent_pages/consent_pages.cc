#include "simulator/consent_pages/consent_pages.h"

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include "base/error.h"
#include "simulator/consent_pages/consent_form.h"
#include "simulator/consent_pages/html.h"
#include "simulator/world/oauth.h"

namespace sparkgate::simulator {
namespace {

struct PagePath {
  std::string world;
  ConsentKind kind = ConsentKind::kCreator;
};

std::optional<PagePath> ReadPagePath(std::string_view path) {
  constexpr std::string_view kWorld = "/w/";
  PagePath page{.world = std::string(kDefaultWorld)};
  if (path.starts_with(kWorld)) {
    path.remove_prefix(kWorld.size());
    const size_t end = path.find('/');
    if (end == std::string_view::npos) return std::nullopt;
    page.world = PercentDecode(path.substr(0, end));
    path.remove_prefix(end);
  }
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path == "/portal/auth") {
    page.kind = ConsentKind::kAdvertiser;
  } else if (path != "/v2/auth/authorize") {
    return std::nullopt;
  }
  return page;
}

HttpServerResponse NoSuchWorld(std::string_view world) {
  return HtmlPage(
      404, "There is no such world",
      fmt::format("<p>The simulator has no world <code>{}</code>.</p>\n", EscapeHtml(world)));
}

HttpServerResponse MethodNotAllowed() {
  HttpServerResponse response = HtmlPage(405, "That can't be done with this page",
                                         "<p>It is read with GET and answered with POST.</p>\n");
  response.headers.emplace_back("Allow", "GET, POST");
  return response;
}

// TikTok sends nobody to an address that it can't trust, so the person hears it instead of the app.
HttpServerResponse BadLink(const absl::Status& status) {
  return HtmlPage(
      400, "This link can't be used",
      fmt::format("<p role=\"alert\">{}</p>\n"
                  "<p>The app made the link: whoever runs the app must put it right, or "
                  "register the app and its redirect address in this world "
                  "(WorldService.RegisterApp). Reason: <code>{}</code>.</p>\n",
                  EscapeHtml(std::string(status.message())), EscapeHtml(ReasonOf(status))));
}

HttpServerResponse RedirectTo(std::string address) {
  HttpServerResponse response;
  response.status = 302;
  response.content_type = "text/plain";
  response.headers = {{"Location", std::move(address)},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "no-referrer"}};
  return response;
}

absl::StatusOr<std::string> Consent(WorldState& state, const ConsentForm& form,
                                    const std::string& link, bool decline) {
  if (form.kind == ConsentKind::kAdvertiser) {
    return AdvertiserConsent(state, {.link = link,
                                     .advertiser_ids = ChosenOf(form.accounts),
                                     .decline = decline,
                                     .scopes = ChosenOf(form.scopes)});
  }
  const std::vector<std::string> accounts = ChosenOf(form.accounts);
  return CreatorConsent(state, {.link = link,
                                .creator_id = accounts.empty() ? "" : accounts.front(),
                                .decline = decline,
                                .scopes = ChosenOf(form.scopes)});
}

HttpServerResponse Serve(World& world, ConsentKind kind, const HttpServerRequest& request) {
  const std::string link = fmt::format("{}?{}", request.path, request.query);
  const bool answered = request.method == "POST";
  const ConsentAnswer answer = ReadConsentAnswer(answered ? request.body : request.query);
  const absl::StatusOr<ConsentForm> form = world.Read([&](const WorldState& state) {
    return MakeConsentForm(state, kind, link, answer, answered);
  });
  if (!form.ok()) return BadLink(form.status());
  const bool decline = answered && answer.decision == "deny";
  const bool allow = form->problem.empty() &&
                     (answered || (form->allows_itself && !ChosenOf(form->accounts).empty()));
  if (!decline && !allow) return RenderConsentForm(*form);
  absl::StatusOr<std::string> address =
      world.Write([&](WorldState& state) { return Consent(state, *form, link, decline); });
  // The world may have changed since it was read.
  return address.ok() ? RedirectTo(*std::move(address)) : BadLink(address.status());
}

}  // namespace

bool ConsentPages::Serves(std::string_view path) { return ReadPagePath(path).has_value(); }

HttpServerResponse ConsentPages::Handle(const HttpServerRequest& request) const {
  const std::optional<PagePath> page = ReadPagePath(request.path);
  const std::string id = page ? page->world : request.path;
  const std::shared_ptr<World> world = page ? lookup_(id) : nullptr;
  if (world == nullptr) return NoSuchWorld(id);
  if (request.method != "GET" && request.method != "POST") return MethodNotAllowed();
  return Serve(*world, page->kind, request);
}

}  // namespace sparkgate::simulator
