// A world's file, piece by piece. The last message carries a hash of all data: a file that was cut
// or changed isn't loaded, since rules rely on what a world holds.
#include <string>
#include <utility>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "simulator/control/lookup.h"
#include "simulator/control/times.h"
#include "simulator/control/world_conversions.h"
#include "simulator/control/world_copies.h"
#include "simulator/world/copies.h"
#include "simulator/world/persistence/world_text.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kPiece = 256 << 10;
constexpr size_t kLongestFile = 1 << 30;

using ExportStream = rpc::ServerStream<v1::ExportWorldResponse>;
using ImportStream = rpc::BidiStream<v1::ImportWorldRequest, v1::World>;

class Export {
 public:
  Export(std::string text, std::shared_ptr<ExportStream> stream)
      : text_(std::move(text)), stream_(std::move(stream)) {}

  // The next piece; after the last one, the end. Called again once it is on the wire.
  void Write() {
    v1::ExportWorldResponse piece;
    if (sent_ == text_.size()) {
      piece.set_sha256(ToHex(Sha256(text_)));
      stream_->Write(piece);
      stream_->Finish(absl::OkStatus());
      return;
    }
    piece.set_data(text_.substr(sent_, kPiece));
    sent_ += piece.data().size();
    stream_->Write(piece);
  }

 private:
  const std::string text_;
  const std::shared_ptr<ExportStream> stream_;
  size_t sent_ = 0;
};

absl::Status Broken(std::string_view why) {
  return Error(absl::StatusCode::kInvalidArgument, fmt::format("{} Export the world again.", why),
               {.reason = "WORLD_FILE_BROKEN", .who = Actor::kCaller});
}

// Messages come one at a time.
class Import {
 public:
  Import(Worlds& worlds, std::shared_ptr<ImportStream> stream)
      : worlds_(worlds), stream_(std::move(stream)) {}

  void Receive(const v1::ImportWorldRequest& piece) {
    if (stream_->raw().over()) return;
    if (text_.size() + piece.data().size() > kLongestFile) {
      return stream_->Finish(InvalidField("data", "At most 1 GiB in all."));
    }
    text_ += piece.data();
    if (!piece.world_id().empty()) copy_.id = piece.world_id();
    if (piece.has_ttl()) copy_.ttl = ToDuration(piece.ttl());
    if (piece.sha256().empty()) return;
    const absl::StatusOr<v1::World> world = Load(piece.sha256());
    if (world.ok()) stream_->Write(*world);
    stream_->Finish(world.status());
  }
  void End() {
    if (!stream_->raw().over()) stream_->Finish(Broken("The file isn't whole: it has no sha256."));
  }

 private:
  absl::StatusOr<v1::World> Load(const std::string& sha256) {
    if (ToHex(Sha256(text_)) != sha256) return Broken("The file was cut or changed.");
    absl::StatusOr<WorldState> state = WorldFromText(text_);
    if (!state.ok()) return Broken(std::string(state.status().message()));
    SG_ASSIGN_OR_RETURN(const WorldEntry entry, ImportWorld(worlds_, *std::move(state), copy_));
    return entry.world->Read([](const WorldState& loaded) { return ToProto(loaded); });
  }

  Worlds& worlds_;
  const std::shared_ptr<ImportStream> stream_;
  std::string text_;
  NewCopy copy_;
};

}  // namespace

void ServeExport(const Worlds& worlds, const v1::ExportWorldRequest& request,
                 const std::shared_ptr<ExportStream>& stream) {
  const absl::StatusOr<WorldEntry> entry = WorldOf(worlds, "name", request.name());
  if (!entry.ok()) return stream->Finish(entry.status());
  const auto out = std::make_shared<Export>(WorldToText(entry->world->Copy()), stream);
  stream->raw().OnDrained([out] { out->Write(); });
  out->Write();
}

void ServeImport(Worlds& worlds, const std::shared_ptr<ImportStream>& stream) {
  const auto in = std::make_shared<Import>(worlds, stream);
  stream->raw().OnHalfClosed([in] { in->End(); });
  stream->OnMessage([in](const v1::ImportWorldRequest& piece) { in->Receive(piece); });
}

}  // namespace sparkgate::simulator
