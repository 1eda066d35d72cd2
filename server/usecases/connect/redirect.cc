#include "server/usecases/connect/redirect.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/error.h"

namespace sparkgate::server {

absl::StatusOr<Redirect> ReadRedirect(std::string_view address) {
  const size_t begin = address.find_first_not_of(" \t\r\n");
  const size_t end = address.find_last_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return InvalidField("redirect_address", "is required");
  const auto parsed =
      boost::urls::parse_uri(boost::urls::string_view(address.data() + begin, end - begin + 1));
  if (!parsed.has_value()) {
    return InvalidField("redirect_address", "is not an address that a person could be sent to");
  }
  Redirect redirect;
  for (const auto& param : parsed->params()) {
    if (param.key == "state") redirect.state = param.value;
    if (param.key == "code" && redirect.code.empty()) redirect.code = param.value;
    if (param.key == "auth_code") redirect.code = param.value;
    if (param.key == "error" && !param.value.empty()) redirect.refused = true;
  }
  if (redirect.state.empty()) return InvalidField("redirect_address", "has no state");
  if (redirect.refused) {
    redirect.code.clear();
    return redirect;
  }
  if (redirect.code.empty()) return InvalidField("redirect_address", "has no code");
  return redirect;
}

}  // namespace sparkgate::server
