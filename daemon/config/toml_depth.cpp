#include "daemon/config/toml_depth.h"

namespace noticed {
namespace {

/// Scans a text once, distinguishing strings and comments.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::optional<TomlPosition> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
      } else if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        if (take(c)) return position();
        ++at_;
      }
    }
    return {};
  }

 private:
  /// Whether this character, outside of strings, exceeds the limit.
  bool take(char c) {
    switch (c) {
      case '.': return ++dots_ >= kDeepestToml;
      case '[':
      case '{': dots_ = 0; return ++brackets_ > kDeepestToml;
      case ']':
      case '}':
        dots_ = 0;
        if (brackets_ > 0) --brackets_;
        return false;
      case '\n':
      case ',':
      case '=': dots_ = 0; return false;
      default: return false;
    }
  }

  bool is(char c, std::size_t at) const { return at < text_.size() && text_[at] == c; }

  /// Skips from an opening quote to behind the closing one. A single-line string ends at the end of its line at the
  /// latest, as the parser refuses the rest.
  void skip_string(char quote) {
    const bool long_one = is(quote, at_ + 1) && is(quote, at_ + 2);
    at_ += long_one ? 3 : 1;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && quote == '"') {
        ++at_;
      } else if (text_[at_] == '\n' && !long_one) {
        return;
      } else if (text_[at_] == quote && !long_one) {
        ++at_;
        return;
      } else if (text_[at_] == quote && is(quote, at_ + 1) && is(quote, at_ + 2)) {
        at_ += 3;
        // Two more quotes may precede the closing three.
        for (int i = 0; i < 2 && is(quote, at_); ++i) ++at_;
        return;
      }
    }
  }

  TomlPosition position() const {
    TomlPosition position;
    for (std::size_t i = 0; i < at_; ++i) {
      ++position.column;
      if (text_[i] == '\n') position = {position.line + 1, 1};
    }
    return position;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned dots_ = 0;      // of the current key
  unsigned brackets_ = 0;  // currently open
};

}  // namespace

std::optional<TomlPosition> find_too_deep(std::string_view text) { return Scan(text).run(); }

}  // namespace noticed
