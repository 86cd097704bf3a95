// The languages that people read events in.
#pragma once

#include <cstdint>

namespace noticed {

enum class Language : std::uint8_t { en, zh };

}  // namespace noticed
