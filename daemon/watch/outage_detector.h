// Detects outages wider than one resource: an account's credentials, a service, the network. Counts how each resource's
// last poll ended and reports when most fail with the same error, and when that is over. Pure; network thread only.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/model/outage.h"

namespace noticed {

/// How a poll ended, in one byte: success, a failure kind, or the account could not sign the request.
using Ending = std::uint8_t;
constexpr Ending kGood = 0;
constexpr Ending ending_of(FailureKind kind) { return static_cast<Ending>(static_cast<unsigned>(kind) + 1); }
constexpr Ending kUnsigned = 11;  // after the ten kinds
constexpr std::size_t kEndings = 12;

/// A finished poll, and the ending of the resource's previous one.
struct PollEnd {
  std::size_t account = 0;
  Service service{};
  Ending before = kGood;
  Ending now = kGood;
  std::uint32_t failures = 0;  // in a row
  TimePoint at{};
  FailureKind kind{};                  // of a failure
  std::string detail;                  // of a failure
  bool rejected = false;               // the account's credential provider cannot succeed as configured
  std::chrono::seconds interval{300};  // of the resource
};

class OutageDetector {
 public:
  using Hosts = std::array<std::uint32_t, kMostServices>;  // an account's host numbers, by service
  OutageDetector() = default;
  /// `accounts`: names; `hosts`: for each account an id of the host of each of its four services (any numbering).
  OutageDetector(std::vector<std::string> accounts, std::vector<Hosts> hosts);

  /// Restores open outages that this or an earlier run reported.
  void restore(const std::vector<Outage>& outages);
  /// Adds (`count` 1) or removes (-1) a watched resource whose last poll ended with `last`.
  void watch(std::size_t account, Service service, Ending last, int count = 1);

  /// Records the end of a poll. Returns the outages that it began or ended, in the order to report them.
  std::vector<OutageTurn> record(const PollEnd& end);

  /// Whether a wider outage that was reported explains this failure of a resource.
  bool explains(std::size_t account, Service service, Ending ending) const;

 private:
  struct FailureTally {
    std::int64_t total = 0;
    std::array<std::int64_t, kEndings> endings{};  // kGood is not counted
    std::int64_t failing() const;
  };
  FailureTally& group(std::size_t account, Service service) {
    return groups_[account * kMostServices + index_of(service)];
  }
  OutageKey key_of(const PollEnd& end) const { return {OutageScope::service, accounts_[end.account], end.service}; }
  OutageKey account_key(std::size_t account) const { return {OutageScope::account, accounts_[account], {}}; }
  FailureTally sum(std::size_t first, std::size_t count) const;
  void count(const PollEnd& end);
  bool network_silent() const;
  std::size_t watched_hosts() const;
  std::optional<Outage> down(const PollEnd& end) const;
  void close_what_is_over(const PollEnd& end, std::vector<OutageTurn>& turns);

  std::vector<std::string> accounts_;
  std::vector<Hosts> hosts_;
  std::vector<FailureTally> groups_;
  std::map<OutageKey, Outage> open_;
  // Consecutive polls without an answer from any host.
  std::int64_t silent_polls_ = 0;
  std::set<std::uint32_t> silent_hosts_;
  TimePoint silent_since_{};
  std::optional<TimePoint> network_back_;  // when the last loss of the network ended
};

}  // namespace noticed
