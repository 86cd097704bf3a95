// Which request targets are meant: a part of the target, or a regular expression that finds one. Immutable, any thread.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace codearts {

class Pattern {
 public:
  /// Text that is no regular expression is only looked for as it stands.
  explicit Pattern(std::string text = {});

  /// The empty pattern meets everything.
  bool meets(std::string_view target) const;
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
  std::optional<std::regex> regex_;
};

}  // namespace codearts
