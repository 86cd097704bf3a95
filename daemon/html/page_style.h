// The page's stylesheet: light and dark, narrow and wide, print.
#pragma once

#include <string_view>

namespace noticed {

extern const std::string_view kPageStyle;

}  // namespace noticed
