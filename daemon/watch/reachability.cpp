#include "daemon/watch/reachability.h"

namespace noticed {

std::optional<ReachabilityTransition> next_transition(const ReachabilityState& now, std::uint32_t fail_after,
                                                      std::uint32_t gone_after) {
  if (!now.failed) {
    if (now.notified == NotifiedState::gone) return ReachabilityTransition::returned;
    if (now.notified == NotifiedState::unreachable) return ReachabilityTransition::recovered;
    return {};
  }
  if (now.explained || now.notified == NotifiedState::gone) return {};
  if (now.missing >= gone_after) return ReachabilityTransition::gone;
  const bool may_be_gone = now.missing > 0 && now.missing == now.failures;
  if (now.notified == NotifiedState::unreachable || now.failures < fail_after || may_be_gone) return {};
  return ReachabilityTransition::unreachable;
}

}  // namespace noticed
