// The pollers, one line each. No self-registration: a linker drops objects that nothing refers to.
#include <array>
#include <cstddef>

#include "pollers/poller.h"

namespace noticed {

// Each is defined in the file of that name.
const Poller& build_poller();
const Poller& pipeline_poller();
const Poller& check_poller();
const Poller& repo_poller();

namespace {

using Entry = const Poller& (*)();
// In the order of Service.
constexpr std::array<Entry, 4> kPollers{&build_poller, &pipeline_poller, &check_poller, &repo_poller};

}  // namespace

const Poller& poller_for(Service service) { return kPollers.at(static_cast<std::size_t>(service))(); }

}  // namespace noticed
