#include "codearts/http_message.h"

#include <algorithm>
#include <cctype>

namespace codearts {
namespace {

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

}  // namespace

std::string_view header(const Request& request, std::string_view name) {
  for (const Header& one : request.headers)
    if (one.name.size() == name.size() && std::equal(name.begin(), name.end(), one.name.begin(), same_letter))
      return one.value;
  return {};
}

}  // namespace codearts
