// Tokens and keys that nobody stated: random text, the same again under the same seed. Server thread only.
#pragma once

#include <cstddef>
#include <string>

#include "codearts/shuffle.h"

namespace codearts {

/// `length` letters and digits.
std::string random_text(Random& random, std::size_t length);

/// `length` upper-case letters and digits: what access key ids are made of.
std::string random_id(Random& random, std::size_t length);

}  // namespace codearts
