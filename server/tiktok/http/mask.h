// Makes a sentence of TikTok's fit to be shown and logged: nothing in it that could be a code, a
// token or a secret. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_MASK_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_MASK_H_

#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::tiktok {

// Whether a request's field of this name holds a secret.
bool IsSecretField(std::string_view name);

// `text` on one line of at most 300 bytes, with `secrets` (what the request itself held) and all
// that looks like a code or a token replaced by "…". Ids, enum names and field names survive.
std::string MaskSecrets(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_MASK_H_
