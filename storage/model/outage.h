// A failure wider than one resource: an account, a service, the network. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/model/poll_report.h"

namespace noticed {

enum class OutageScope : std::uint8_t {
  account,      // authentication fails
  service,      // most of an account's resources of a service fail with the same error
  network,      // no host answers
  observation,  // resources of an account's service were not polled in time, whatever the reason
};
std::string_view to_text(OutageScope scope);

/// What an outage concerns; the key under which the store keeps it while it lasts.
struct OutageKey {
  OutageScope scope = OutageScope::network;
  std::string account;             // for account, service, observation
  std::optional<Service> service;  // for service, observation
  friend auto operator<=>(const OutageKey&, const OutageKey&) = default;
};

struct Outage {
  OutageKey key;
  TimePoint since{};
  FailureKind kind{};
  std::string detail;          // for people, without secrets
  std::int64_t resources = 0;  // affected
  std::int64_t failing = 0;    // of them; scope observation: not polled in time
};

/// Begin or end of an outage; for an end only the key counts.
struct OutageTurn {
  bool began = false;
  Outage outage;
};

}  // namespace noticed
