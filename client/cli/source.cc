#include "client/cli/source.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <poll.h>

#include "base/files.h"

namespace sparkgate::cli {
namespace {

constexpr size_t kPiece = size_t{64} << 10;

void DropLineEnd(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

// False when `stop` came first, or when there is no more.
bool NextLine(std::istream& in, int descriptor, const std::stop_token& stop, std::string& line) {
  while (descriptor >= 0 && in.rdbuf()->in_avail() <= 0) {
    pollfd waiting = {.fd = descriptor, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, /*milliseconds=*/100) != 0) break;
    if (stop.stop_requested()) return false;
  }
  return static_cast<bool>(std::getline(in, line));
}

}  // namespace

ReadSource SourceReader(Io& io) {
  return [&io, used = false](std::string_view text) mutable -> absl::StatusOr<std::string> {
    if (text == "-") {
      if (std::exchange(used, true)) {
        return absl::InvalidArgumentError("standard input can be read for one value only");
      }
      std::string all(std::istreambuf_iterator<char>(io.in), {});
      DropLineEnd(all);
      return all;
    }
    if (text.starts_with("@@")) return std::string(text.substr(1));
    if (!text.starts_with('@')) return std::string(text);
    absl::StatusOr<std::string> all = ReadFile(std::string(text.substr(1)));
    if (all.ok()) DropLineEnd(*all);
    return all;
  };
}

client::NextRequest LineReader(const std::string& source, Io& io, std::string& error) {
  std::shared_ptr<std::istringstream> text;
  if (source != "-") {
    absl::StatusOr<std::string> all = SourceReader(io)(source);
    if (!all.ok()) error = std::string(all.status().message());
    text = std::make_shared<std::istringstream>(all.ok() ? *std::move(all) : "");
  }
  return [text, &io, &error](google::protobuf::Message& request, const std::stop_token& stop) {
    std::string line;
    do {
      const bool more = text != nullptr ? NextLine(*text, -1, stop, line)
                                        : NextLine(io.in, io.in_descriptor, stop, line);
      if (!more || !error.empty()) return false;
    } while (line.find_first_not_of(" \t\r") == std::string::npos);
    request.Clear();
    const auto status = google::protobuf::util::JsonStringToMessage(line, &request);
    if (status.ok()) return true;
    error = fmt::format("a line of the request stream is no message: {}",
                        std::string(status.message().data(), status.message().size()));
    return false;
  };
}

client::NextRequest PieceReader(const google::protobuf::Message& whole) {
  const google::protobuf::Descriptor* type = whole.GetDescriptor();
  const auto* reflection = whole.GetReflection();
  const auto* text_field = type->FindFieldByName("text");
  auto first = std::shared_ptr<google::protobuf::Message>(whole.New());
  first->CopyFrom(whole);
  reflection->ClearField(first.get(), text_field);
  return [first, text = reflection->GetString(whole, text_field), text_field, at = size_t{0},
          over = false](google::protobuf::Message& request, const std::stop_token& stop) mutable {
    if (over || stop.stop_requested()) return false;
    const google::protobuf::Descriptor* into = request.GetDescriptor();
    request.CopyFrom(*first);
    request.GetReflection()->SetInt64(&request, into->FindFieldByName("offset"),
                                      static_cast<int64_t>(at));
    request.GetReflection()->SetString(&request, text_field, text.substr(at, kPiece));
    at += std::min(kPiece, text.size() - at);
    over = at == text.size();
    request.GetReflection()->SetBool(&request, into->FindFieldByName("last"), over);
    return true;
  };
}

}  // namespace sparkgate::cli
