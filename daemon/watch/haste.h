// Changes come in bursts: after one, the like sections of its project and the status calls are asked out of turn.
#pragma once

#include <array>
#include <chrono>

namespace noticed {

/// When, after a change was seen.
inline constexpr std::array<std::chrono::milliseconds, 4> kHaste{std::chrono::minutes{0}, std::chrono::minutes{4},
                                                                 std::chrono::minutes{10}, std::chrono::minutes{20}};

}  // namespace noticed
