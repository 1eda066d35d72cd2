// Text that a person copied from a chat, a sheet or a mail. Pure, thread-safe.
#ifndef SPARKGATE_SERVER_DOMAIN_PASTED_TEXT_H_
#define SPARKGATE_SERVER_DOMAIN_PASTED_TEXT_H_

#include <string>
#include <string_view>

namespace sparkgate::server {

// Without any white space (Unicode's, and the invisible marks that travel with it) and without the
// pairs of quotes around the whole.
std::string WithoutSpacesAndQuotes(std::string_view pasted);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_PASTED_TEXT_H_
