// A word of the vendor's and the plain words for it.
#pragma once

#include <string_view>

namespace noticed {

struct Word {
  std::string_view id;
  std::string_view en;
  std::string_view zh;
};

}  // namespace noticed
