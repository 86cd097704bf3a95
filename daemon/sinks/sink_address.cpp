#include "daemon/sinks/sink_address.h"

#include "daemon/sinks/sink_table.h"

namespace noticed {
namespace {

constexpr std::string_view kCut = "…";

/// Removes the beginning of `piece` from the end of a text that was cut, if at least `shortest` bytes of it are there.
void drop_beginning(std::string& text, std::string_view piece, std::size_t shortest) {
  if (!text.ends_with(kCut)) return;
  const auto kept = std::string_view(text).substr(0, text.size() - kCut.size());
  for (std::size_t size = piece.size() - 1; size >= shortest; --size) {
    if (!kept.ends_with(piece.substr(0, size))) continue;
    text.erase(kept.size() - size, size);
    return;
  }
}

}  // namespace

Address::Address(const SinkConfig& config)
    : type_(find_type(sink_types(), config.type)),
      url_(config.url),
      fixed_(!config.url.empty()),
      allow_plain_(config.allow_plain),
      file_(config.url_file) {}

const std::string* Address::url() {
  if (fixed_) return &url_;
  const std::string* text = file_.text();
  if (text == nullptr) {
    error_ = file_.error();
    return nullptr;
  }
  // The file may have changed since the configuration was checked.
  if (const auto wrong = fault_of_sink_url(type_, *text, allow_plain_); !wrong.empty()) {
    error_ = file_.path().string() + ": " + wrong;
    return nullptr;
  }
  url_ = *text;
  return &url_;
}

std::string Address::hidden(std::string text) const {
  constexpr std::size_t kShortest = 6;  // shorter parts ("hooks", "send") are not secret
  constexpr const char* kBetween = "/?&=#";
  std::size_t at = url_.find("://");
  at = at == std::string::npos ? url_.size() : url_.find_first_of(kBetween, at + 3);
  while (at < url_.size()) {
    const std::size_t end = std::min(url_.find_first_of(kBetween, at + 1), url_.size());
    const std::string piece = url_.substr(at + 1, end - at - 1);
    if (piece.size() >= kShortest) {
      for (auto found = text.find(piece); found != std::string::npos; found = text.find(piece, found))
        text.replace(found, piece.size(), kCut);
      drop_beginning(text, piece, kShortest);
    }
    at = end;
  }
  return text;
}

}  // namespace noticed
