// Which request targets are meant: a part of the target, or a regular expression that finds one. Immutable, any thread.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace codearts {

class Pattern {
 public:
  /// Text that is not a regular expression is searched for literally.
  explicit Pattern(std::string text = {});

  /// The empty pattern matches everything.
  bool meets(std::string_view target) const;
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
  std::optional<std::regex> regex_;
};

}  // namespace codearts
