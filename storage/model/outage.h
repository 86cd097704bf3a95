// Something wider than one resource that cannot be observed: an account, a service, the network. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/model/poll_report.h"

namespace noticed {

enum class OutageScope : std::uint8_t {
  account,      // it cannot sign in
  service,      // most of an account's resources of a service fail alike
  network,      // no host answers
  observation,  // resources of an account's service were not looked at in time, whatever they would have answered
};
std::string_view to_text(OutageScope scope);

/// What an outage is about; the key under which the store keeps it while it lasts.
struct OutageKey {
  OutageScope scope = OutageScope::network;
  std::string account;             // account, service, observation
  std::optional<Service> service;  // service, observation
  friend auto operator<=>(const OutageKey&, const OutageKey&) = default;
};

struct Outage {
  OutageKey key;
  TimePoint since{};
  FailureKind kind{};
  std::string detail;          // for people, without secrets
  std::int64_t resources = 0;  // concerned
  std::int64_t failing = 0;    // of them; of scope observation: not looked at
};

/// The beginning of an outage, or its end; of the latter only the key counts.
struct OutageTurn {
  bool began = false;
  Outage outage;
};

}  // namespace noticed
