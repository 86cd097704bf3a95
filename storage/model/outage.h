// Something wider than one resource that cannot be observed: an account, a service, the network. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/model/cycle.h"

namespace noticed {

enum class OutageScope : std::uint8_t { account, service, network };
std::string_view to_text(OutageScope scope);

/// What an outage is about; the key under which the store keeps it while it lasts.
struct OutageKey {
  OutageScope scope = OutageScope::network;
  std::string account;             // account, service
  std::optional<Service> service;  // service
  friend auto operator<=>(const OutageKey&, const OutageKey&) = default;
};

struct Outage {
  OutageKey key;
  TimePoint since{};
  FailureKind kind{};
  std::string detail;          // for people, without secrets
  std::int64_t resources = 0;  // concerned
  std::int64_t failing = 0;    // of them
};

}  // namespace noticed
