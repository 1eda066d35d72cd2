// The named knobs of a world: one for every behaviour of TikTok that the public facts leave open or
// contradict, and for every limit that tests like to move. A switch is declared once, below, with
// its default, where that default comes from and how sure we are; docs/fidelity.md lists them.
//
// Plain values, guarded by whoever owns them (WorldState).
#ifndef SPARKGATE_SIMULATOR_WORLD_SWITCHES_H_
#define SPARKGATE_SIMULATOR_WORLD_SWITCHES_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::simulator {

enum class SwitchKind { kFlag, kNumber, kChoice };

// How sure we are that TikTok behaves like the default.
enum class Confidence { kDocumented, kObserved, kInferred, kGuess };
std::string_view ConfidenceName(Confidence confidence);

struct SwitchSpec {
  std::string_view name;  // lower_snake_case, stable
  SwitchKind kind;
  std::string_view default_value;  // "true"/"false", a decimal number, or one of `choices`
  std::string_view choices;        // of a kChoice: "a|b|c"; of a kNumber: "min..max"
  std::string_view description;    // one sentence: what it decides
  std::string_view source;         // where the default comes from
  Confidence confidence;
};

// A code's preview by tt_video/info before tt_video/authorize.
inline constexpr SwitchSpec kInfoBeforeAuthorize{
    "info_before_authorize",
    SwitchKind::kFlag,
    "true",
    "",
    "tt_video/info answers for a code that this advertiser has not authorized yet.",
    "facts 4.2: info takes the code and has a scope of its own; no word on the order",
    Confidence::kInferred};
inline constexpr SwitchSpec kCodeReusable{"code_reusable",
                                          SwitchKind::kFlag,
                                          "true",
                                          "",
                                          "Several advertisers may redeem one code.",
                                          "facts 10.3: two tools do so, one vendor says otherwise",
                                          Confidence::kObserved};
inline constexpr SwitchSpec kExtendKeepsCode{
    "extend_keeps_code",
    SwitchKind::kFlag,
    "true",
    "",
    "Extending an authorization keeps the code's text.",
    "facts 3.4: the start stays put in the official samples",
    Confidence::kInferred};
inline constexpr SwitchSpec kDeleteInUse{
    "delete_in_use",
    SwitchKind::kChoice,
    "revoke",
    "revoke|refuse",
    "What deleting a code that runs in ads does: take the authorization away, or be refused.",
    "facts 10.3: sources contradict each other",
    Confidence::kGuess};
inline constexpr SwitchSpec kExtendExpiredFrom{
    "extend_expired_from",
    SwitchKind::kChoice,
    "now",
    "now|old_end",
    "From when the days count if an expired authorization is extended.",
    "facts 3.4: extension after expiry works; the starting point is unknown",
    Confidence::kGuess};
inline constexpr SwitchSpec kMinFollowers{
    "min_followers",
    SwitchKind::kNumber,
    "10000",
    "0..1000000000",
    "Followers an account needs before the code option appears.",
    "the Spark Ads guide's prerequisites; facts 10.3 doubts it",
    Confidence::kGuess};

// Every switch there is, sorted by name.
std::span<const SwitchSpec* const> AllSwitches();
const SwitchSpec* FindSwitch(std::string_view name);

// The settings of one world: defaults and what was set.
class Switches {
 public:
  bool Flag(const SwitchSpec& spec) const;
  int64_t Number(const SwitchSpec& spec) const;
  std::string_view Choice(const SwitchSpec& spec) const;

  // INVALID_ARGUMENT (field "switches.<name>") for an unknown name or a value not allowed. Setting
  // the default forgets the entry, so equal behaviour compares equal.
  absl::Status Set(std::string_view name, std::string_view value);

  // What differs from the defaults.
  const std::map<std::string, std::string, std::less<>>& changed() const { return changed_; }

  friend bool operator==(const Switches&, const Switches&) = default;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("changed", self.changed_);
  }

 private:
  std::string_view Value(const SwitchSpec& spec) const;
  std::map<std::string, std::string, std::less<>> changed_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SWITCHES_H_
