#include "daemon/watch/reachability.h"

namespace noticed {

std::optional<Standing> step_of(const Standings& now, std::uint32_t fail_after, std::uint32_t gone_after) {
  if (!now.failed) {
    if (now.told == Told::gone) return Standing::returned;
    if (now.told == Told::unreachable) return Standing::recovered;
    return {};
  }
  if (now.excused || now.told == Told::gone) return {};
  if (now.missing >= gone_after) return Standing::gone;
  const bool may_be_gone = now.missing > 0 && now.missing == now.failures;
  if (now.told == Told::unreachable || now.failures < fail_after || may_be_gone) return {};
  return Standing::unreachable;
}

}  // namespace noticed
