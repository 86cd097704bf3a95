// The languages messages are written in.
#pragma once

#include <cstdint>

namespace noticed {

enum class Language : std::uint8_t { en, zh };

}  // namespace noticed
