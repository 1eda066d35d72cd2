#include "server/domain/ad.h"

namespace sparkgate::server {

std::optional<Stage> NextStage(Stage stage, StageEvent event) {
  switch (stage) {
    case Stage::kDraft:
    case Stage::kFailed:  // as a draft: nothing of it is on TikTok
      switch (event) {
        case StageEvent::kSubmit:
          return Stage::kSubmitting;
        case StageEvent::kDeleted:
          return Stage::kDeleted;
        case StageEvent::kCreated:
        case StageEvent::kRefused:
        case StageEvent::kCancelled:
        case StageEvent::kTakenBack:
          return std::nullopt;
      }
      break;
    case Stage::kSubmitting:
      switch (event) {
        case StageEvent::kCreated:
          return Stage::kLive;
        case StageEvent::kRefused:
          return Stage::kFailed;
        case StageEvent::kCancelled:
          return Stage::kDraft;
        case StageEvent::kSubmit:
        case StageEvent::kDeleted:  // whether there is something to delete isn't known yet
        case StageEvent::kTakenBack:
          return std::nullopt;
      }
      break;
    case Stage::kLive:
      if (event == StageEvent::kDeleted) return Stage::kDeleted;
      if (event == StageEvent::kTakenBack) return Stage::kDraft;
      return std::nullopt;
    case Stage::kDeleted:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace sparkgate::server
