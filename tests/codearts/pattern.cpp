#include "codearts/pattern.h"

namespace codearts {

Pattern::Pattern(std::string text) : text_(std::move(text)) {
  try {
    regex_.emplace(text_);
  } catch (const std::regex_error&) {
    regex_.reset();
  }
}

bool Pattern::meets(std::string_view target) const {
  if (target.find(text_) != std::string_view::npos) return true;
  return regex_ && std::regex_search(target.begin(), target.end(), *regex_);
}

}  // namespace codearts
