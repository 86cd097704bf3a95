// What is thrown for a state document, or a change to it, that makes no sense.
#pragma once

#include <stdexcept>

namespace codearts {

struct StateError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace codearts
