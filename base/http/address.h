// Which IP addresses are anybody's on the internet, and which are of this machine, its network or
// for special use: what a stranger names must not lead a server to those (SSRF). From IANA's
// registries of special-purpose addresses for IPv4 and IPv6. Pure.
#ifndef SPARKGATE_BASE_HTTP_ADDRESS_H_
#define SPARKGATE_BASE_HTTP_ADDRESS_H_

#include <string>

#include <sys/socket.h>

namespace sparkgate {

// False for everything but IPv4 and IPv6.
bool IsPublicAddress(const sockaddr& address);
// Whether `host`, as it stands in a URL ("10.0.0.1", "[::1]"), is an IP address and not a public
// one. False for names: what those mean is known only when they are resolved.
bool IsPrivateLiteral(const std::string& host);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_ADDRESS_H_
