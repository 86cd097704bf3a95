#include "codearts/secret.h"

#include <string_view>

namespace codearts {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kUpperCase = 36;  // the number of upper-case letters and digits among them

std::string drawn(Random& random, std::size_t length, std::string_view letters) {
  std::string text(length, '\0');
  for (char& letter : text) letter = letters[random() % letters.size()];
  return text;
}

}  // namespace

std::string random_text(Random& random, std::size_t length) { return drawn(random, length, kLetters); }

std::string random_id(Random& random, std::size_t length) {
  return drawn(random, length, kLetters.substr(0, kUpperCase));
}

}  // namespace codearts
