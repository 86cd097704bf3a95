#include "storage/model/delivery.h"

#include <array>
#include <stdexcept>

namespace noticed {
namespace {

constexpr std::array<std::string_view, 5> kVerdicts{"delivered", "slow_down", "retry", "drop", "suspend"};

}  // namespace

std::string_view to_text(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

Verdict verdict_from(std::string_view text) {
  for (std::size_t i = 0; i < kVerdicts.size(); ++i)
    if (kVerdicts[i] == text) return static_cast<Verdict>(i);
  throw std::invalid_argument("\"" + std::string(text) + "\" is no verdict");
}

}  // namespace noticed
