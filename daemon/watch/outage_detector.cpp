#include "daemon/watch/outage_detector.h"

#include <algorithm>
#include <numeric>

namespace noticed {
namespace {

constexpr std::int64_t kMany = 5;  // fewer count only for an account, after kOften failures in a row
constexpr std::uint32_t kOften = 3;

bool is_silence(Ending ending) {
  return ending == ending_of(FailureKind::network) || ending == ending_of(FailureKind::timeout);
}

bool concerns_account(Ending ending) { return ending == kUnsigned || ending == ending_of(FailureKind::auth); }

std::int64_t concerning_account(const std::array<std::int64_t, kEndings>& endings) {
  return endings[kUnsigned] + endings[ending_of(FailureKind::auth)];
}

std::int64_t silent(const std::array<std::int64_t, kEndings>& endings) {
  return endings[ending_of(FailureKind::network)] + endings[ending_of(FailureKind::timeout)];
}

}  // namespace

std::int64_t OutageDetector::FailureTally::failing() const {
  return std::accumulate(endings.begin() + 1, endings.end(), std::int64_t{0});
}

OutageDetector::OutageDetector(std::vector<std::string> accounts, std::vector<Hosts> hosts)
    : accounts_(std::move(accounts)), hosts_(std::move(hosts)), groups_(accounts_.size() * kMostServices) {}

void OutageDetector::restore(const std::vector<Outage>& outages) {
  for (const auto& one : outages)
    if (one.key.scope != OutageScope::observation) open_.emplace(one.key, one);
}

void OutageDetector::watch(std::size_t account, Service service, Ending last, int count) {
  FailureTally& mine = group(account, service);
  mine.total += count;
  if (last != kGood) mine.endings[last] += count;
}

OutageDetector::FailureTally OutageDetector::sum(std::size_t first, std::size_t count) const {
  FailureTally all;
  for (std::size_t i = first; i < first + count; ++i) {
    all.total += groups_[i].total;
    for (std::size_t e = 1; e < kEndings; ++e) all.endings[e] += groups_[i].endings[e];
  }
  return all;
}

void OutageDetector::count(const PollEnd& end) {
  if (end.before != end.now) {
    FailureTally& mine = group(end.account, end.service);
    if (end.before != kGood) --mine.endings[end.before];
    if (end.now != kGood) ++mine.endings[end.now];
  }
  if (end.now == kUnsigned) return;  // says nothing about the hosts
  if (!is_silence(end.now)) {
    silent_polls_ = 0;
    silent_hosts_.clear();
    return;
  }
  if (silent_polls_++ == 0) silent_since_ = end.at;
  silent_hosts_.insert(hosts_[end.account][index_of(end.service)]);
}

/// One silent host is that host's problem. Several, with no answer in between, mean that our network is down.
bool OutageDetector::network_silent() const { return silent_polls_ >= kMany && silent_hosts_.size() > 1; }

std::size_t OutageDetector::watched_hosts() const {
  std::set<std::uint32_t> hosts;
  for (std::size_t i = 0; i < groups_.size(); ++i)
    if (groups_[i].total > 0) hosts.insert(hosts_[i / kMostServices][i % kMostServices]);
  return hosts.size();
}

/// The outage that the end of this poll reveals: of the account, else of the network, else of the service.
std::optional<Outage> OutageDetector::down(const PollEnd& end) const {
  const auto outage = [&](const OutageKey& key, TimePoint since, std::int64_t resources, std::int64_t failing) {
    return Outage{key, since, end.kind, end.detail, resources, failing};
  };
  if (concerns_account(end.now)) {
    const FailureTally all = sum(end.account * kMostServices, kMostServices);
    const auto alike = concerning_account(all.endings);
    const bool most = alike * 2 > all.total && (alike >= kMany || end.failures >= kOften);
    if (end.rejected || most) return outage(account_key(end.account), end.at, all.total, alike);
  }
  if (is_silence(end.now) && network_silent()) {
    // Not declared before more than half got no answer; until then no service is blamed either.
    const FailureTally all = sum(0, groups_.size());
    const auto mute = silent(all.endings);
    if (mute * 2 <= all.total) return {};
    return outage({}, silent_since_, all.total, mute);
  }
  const FailureTally& mine = groups_[end.account * kMostServices + index_of(end.service)];
  const auto alike = mine.endings[end.now];
  if (alike < kMany || alike * 2 <= mine.total) return {};
  // With no other answer since, it may be the network: wait for a poll of another host.
  if (is_silence(end.now) && silent_polls_ * 2 >= alike && watched_hosts() > 1) return {};
  // After a network outage each host must be polled again before its silence counts.
  if (is_silence(end.now) && network_back_ && end.at - *network_back_ < end.interval) return {};
  return outage(key_of(end), end.at, mine.total, alike);
}

void OutageDetector::close_what_is_over(const PollEnd& end, std::vector<OutageTurn>& turns) {
  const auto close = [&](const OutageKey& key) {
    const auto found = open_.find(key);
    if (found == open_.end()) return;
    turns.push_back({false, found->second});
    open_.erase(found);
  };
  if (!is_silence(end.now) && end.now != kUnsigned && open_.contains(OutageKey{})) {
    network_back_ = end.at;
    close({});
  }
  if (end.now != kGood) return;
  const FailureTally all = sum(end.account * kMostServices, kMostServices);
  if (concerning_account(all.endings) * 2 <= all.total) close(account_key(end.account));
  const FailureTally& mine = group(end.account, end.service);
  if (mine.failing() * 4 <= mine.total) close(key_of(end));
}

std::vector<OutageTurn> OutageDetector::record(const PollEnd& end) {
  std::vector<OutageTurn> turns;
  if (end.now == kGood && end.before == kGood && silent_polls_ == 0 && open_.empty()) return turns;  // the hot path
  count(end);
  if (!open_.empty()) close_what_is_over(end, turns);
  if (end.now == kGood || explains(end.account, end.service, end.now)) return turns;
  if (auto outage = down(end)) {
    turns.push_back({true, *outage});
    open_.emplace(outage->key, std::move(*outage));
  }
  return turns;
}

bool OutageDetector::explains(std::size_t account, Service service, Ending ending) const {
  if (open_.empty() || ending == kGood) return false;
  if (is_silence(ending) && open_.contains(OutageKey{})) return true;
  if (concerns_account(ending) && open_.contains(account_key(account))) return true;
  return open_.contains({OutageScope::service, accounts_[account], service});
}

}  // namespace noticed
