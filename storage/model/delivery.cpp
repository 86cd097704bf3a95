#include "storage/model/delivery.h"

#include <array>

namespace noticed {
namespace {

constexpr std::array<std::string_view, 5> kVerdicts{"delivered", "slow_down", "retry", "drop", "suspend"};

}  // namespace

std::string_view to_text(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

}  // namespace noticed
