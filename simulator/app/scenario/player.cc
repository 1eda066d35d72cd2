#include "simulator/app/scenario/player.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/app/scenario/actors.h"
#include "simulator/app/scenario/expectations.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;
using State = ScenarioReport::State;

// As TikTok's API writes times.
std::string WireTimeOf(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, absl::UTCTimeZone());
}

// The error that an answer carries, for a story that expected none.
std::string Complaint(const json::value& answer) {
  const json::value* message = AtPath(answer, "message");
  if (message == nullptr || !message->is_string() || message->get_string() == "OK") return "";
  return fmt::format(" ({})", std::string_view(message->get_string()));
}

}  // namespace

Player::Player(Scenario scenario, std::shared_ptr<World> world, const Faces& faces)
    : scenario_(std::move(scenario)), world_(std::move(world)), faces_(faces) {
  variables_["world"] = json::string(fmt::format("worlds/{}", world_->id()));
}

absl::Time Player::Now() const {
  return world_->Read([](const WorldState& state) { return state.now; });
}

void Player::Begin() {
  report_.start_time = Now();
  const absl::Status brought = BringActors(scenario_, world_->id(), faces_, variables_);
  if (!brought.ok()) Fail(fmt::format("{}: {}", scenario_.file, std::string(brought.message())));
}

void Player::Fail(const std::string& problem) {
  report_.state = State::kFailed;
  report_.problem = problem;
}

std::optional<absl::Time> Player::NextDue() const {
  if (report_.state != State::kPlaying) return std::nullopt;
  return report_.start_time + scenario_.steps[report_.played].at;
}

void Player::PlayDue() {
  const absl::Time now = Now();
  while (report_.state == State::kPlaying && *NextDue() <= now) {
    const ScenarioStep& step = scenario_.steps[report_.played++];
    const std::string problem = Play(step);
    if (!problem.empty()) {
      Fail(fmt::format("{}:{}: step {}, \"{}\": {}", scenario_.file, step.line, report_.played,
                       step.title, problem));
    } else if (report_.played == scenario_.steps.size()) {
      report_.state = State::kDone;
    }
  }
}

std::string Player::Play(const ScenarioStep& step) {
  variables_["now"] = json::string(WireTimeOf(Now()));
  absl::StatusOr<json::value> with = Fill(step.with, variables_);
  if (!with.ok()) return fmt::format("with: {}", std::string(with.status().message()));
  json::value answer;
  if (step.kind == ScenarioStep::Kind::kAct) {
    answer = faces_.Act(step.target, world_->id(), std::move(with->as_object()));
  } else {
    const json::value token = step.as.empty() ? "" : variables_.at(step.as + ".token");
    const json::string* text = token.if_string();  // a story may have saved something else there
    if (text == nullptr) return fmt::format("{}.token isn't a text", step.as);
    answer =
        faces_.Call(step.method, step.target, world_->id(), std::string(*text), with->as_object());
  }
  for (const auto& [path, wanted] : step.expect) {
    const absl::StatusOr<json::value> expected = Fill(wanted, variables_);
    if (!expected.ok()) return fmt::format("expect: {}", std::string(expected.status().message()));
    const std::string mismatch = Mismatch(answer, path, *expected);
    if (!mismatch.empty()) return mismatch + Complaint(answer);
  }
  for (const auto& [name, path] : step.save) {
    const json::value* value = AtPath(answer, path);
    if (value == nullptr) return fmt::format("there is no {} to save in the answer", path);
    variables_[name] = *value;
  }
  return "";
}

}  // namespace sparkgate::simulator
