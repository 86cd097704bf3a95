#include "fuzz/targets.h"

#include <array>

namespace noticed::fuzz {
namespace {

/// Adding a target is one line here and a folder in corpus/.
constexpr std::array<Target, 12> kTargets{{{"build", &read_build},
                                           {"pipeline", &read_pipeline},
                                           {"check", &read_check},
                                           {"repo", &read_repo},
                                           {"refusal", &read_refusal},
                                           {"listing", &read_listing},
                                           {"config", &read_configured},
                                           {"settings", &read_stored},
                                           {"words", &read_words},
                                           {"bodies", &tell_bodies},
                                           {"events", &tell_events},
                                           {"judge", &judge_reply}}};

}  // namespace

std::span<const Target> targets() { return kTargets; }

}  // namespace noticed::fuzz
