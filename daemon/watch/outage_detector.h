// What is down that is wider than one resource: an account's sign-in, a service, the network. Counts how each
// resource's last poll ended; says when most of them fail alike, and when that is over. Pure; network thread only.
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

/// How a poll ended, in one byte: good, or a failure's kind, or the account could not sign it.
using Ending = std::uint8_t;
constexpr Ending kGood = 0;
constexpr Ending ending_of(FailureKind kind) { return static_cast<Ending>(static_cast<unsigned>(kind) + 1); }
constexpr Ending kUnsigned = 11;  // after the ten kinds
constexpr std::size_t kEndings = 12;

/// One poll that ended, and what the resource's poll before it was.
struct PollEnd {
  std::size_t account = 0;
  Service service{};
  Ending before = kGood;
  Ending now = kGood;
  std::uint32_t failures = 0;  // in a row
  TimePoint at{};
  FailureKind kind{};                  // of a failure
  std::string detail;                  // of a failure
  bool rejected = false;               // the account's sign-in says that it cannot work as it is
  std::chrono::seconds interval{300};  // of the resource
};

class OutageDetector {
 public:
  OutageDetector() = default;
  /// `accounts`: names; `hosts`: for each account, which host each of its four services is at (any number).
  OutageDetector(std::vector<std::string> accounts, std::vector<std::array<std::uint32_t, 4>> hosts);

  /// Outages that were told before, by this run or an earlier one.
  void remember(const std::vector<Outage>& outages);
  /// A resource is watched, or no longer (`count` -1), whose last poll ended so.
  void watch(std::size_t account, Service service, Ending last, int count = 1);

  /// Takes the end of a poll. What began or ended by it, in the order to tell.
  std::vector<OutageTurn> take(const PollEnd& end);

  /// Whether something wider that was told explains a failure of this resource.
  bool excuses(std::size_t account, Service service, Ending ending) const;

 private:
  struct Group {
    std::int64_t total = 0;
    std::array<std::int64_t, kEndings> endings{};  // kGood is not counted
    std::int64_t failing() const;
  };
  Group& group(std::size_t account, Service service) {
    return groups_[account * 4 + static_cast<std::size_t>(service)];
  }
  OutageKey key_of(const PollEnd& end) const { return {OutageScope::service, accounts_[end.account], end.service}; }
  OutageKey account_key(std::size_t account) const { return {OutageScope::account, accounts_[account], {}}; }
  Group sum(std::size_t first, std::size_t count) const;
  void count(const PollEnd& end);
  bool network_silent() const;
  std::size_t watched_hosts() const;
  std::optional<Outage> down(const PollEnd& end) const;
  void close_what_is_over(const PollEnd& end, std::vector<OutageTurn>& turns);

  std::vector<std::string> accounts_;
  std::vector<std::array<std::uint32_t, 4>> hosts_;
  std::vector<Group> groups_;
  std::map<OutageKey, Outage> open_;
  // Polls in a row that brought no answer from anywhere.
  std::int64_t silent_polls_ = 0;
  std::set<std::uint32_t> silent_hosts_;
  TimePoint silent_since_{};
  std::optional<TimePoint> network_back_;  // when the last loss of the network ended
};

}  // namespace noticed
