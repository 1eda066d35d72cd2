#include "base/http/address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace sparkgate {
namespace {

using Bytes = std::array<uint8_t, 16>;

struct Range {
  Bytes prefix;
  int bits;
};

bool IsIn(const Bytes& address, const Range& range) {
  for (int bit = 0; bit < range.bits; bit += 8) {
    const auto at = static_cast<size_t>(bit / 8);
    const int rest = std::min(range.bits - bit, 8);
    const auto mask = static_cast<uint8_t>(0xff << (8 - rest));
    if ((address.at(at) & mask) != (range.prefix.at(at) & mask)) return false;
  }
  return true;
}

template <size_t kCount>
bool IsInAny(const Bytes& address, const Range (&ranges)[kCount]) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return IsIn(address, range); });
}

constexpr Range kSpecial4[] = {
    {{0}, 8},              // "this network"; Linux takes 0.0.0.0 for this machine
    {{10}, 8},             // private
    {{100, 64}, 10},       // shared by a provider's customers
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local; clouds keep their metadata there
    {{172, 16}, 12},       // private
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 88, 99}, 24},   // 6to4 relays
    {{192, 168}, 16},      // private
    {{198, 18}, 15},       // benchmarks
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, broadcast
};

constexpr Range kUnicast6 = {{0x20}, 3};  // all that is given out
constexpr Range kMapped6 = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};  // an IPv4 address
constexpr Range kSpecial6[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4: any IPv4 address in disguise
    {{0x3f, 0xff, 0x00}, 20},        // documentation
};

bool IsPublic4(const Bytes& address) { return !IsInAny(address, kSpecial4); }

bool IsPublic6(const Bytes& address) {
  if (IsIn(address, kMapped6)) {
    Bytes inner = {};
    std::copy(address.begin() + 12, address.end(), inner.begin());
    return IsPublic4(inner);
  }
  return IsIn(address, kUnicast6) && !IsInAny(address, kSpecial6);
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  Bytes bytes = {};
  if (address.sa_family == AF_INET) {
    const auto& ip = reinterpret_cast<const sockaddr_in&>(address);
    std::memcpy(bytes.data(), &ip.sin_addr, 4);
    return IsPublic4(bytes);
  }
  if (address.sa_family == AF_INET6) {
    const auto& ip = reinterpret_cast<const sockaddr_in6&>(address);
    std::memcpy(bytes.data(), &ip.sin6_addr, 16);
    return IsPublic6(bytes);
  }
  return false;
}

bool IsPrivateLiteral(const std::string& host) {
  Bytes bytes = {};
  // As curl reads it: also 127.1, 0x7f000001 and 2130706433.
  in_addr ip = {};
  if (inet_aton(host.c_str(), &ip) != 0) {
    std::memcpy(bytes.data(), &ip, 4);
    return !IsPublic4(bytes);
  }
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return false;
  const std::string inner = host.substr(1, host.size() - 2);
  if (inet_pton(AF_INET6, inner.c_str(), bytes.data()) != 1) return true;  // with a zone, perhaps
  return !IsPublic6(bytes);
}

}  // namespace sparkgate
