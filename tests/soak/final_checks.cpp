#include "soak/final_checks.h"

#include <cstdio>
#include <iostream>

#include "bench/watch_clock.h"

namespace noticed::soak {

namespace {

constexpr double kMostLog = 32 * kMebibyte;
constexpr double kMostDescriptors = 8;  // more than before: connections that were opened anew
constexpr double kOwnDescriptors = 24;  // the database, sockets that listen, timers; the others are connections
constexpr std::uint64_t kInFlight = 65;

std::string mebibytes(double bytes) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f MiB", bytes / kMebibyte);
  return text;
}

std::string words(std::initializer_list<std::pair<const char*, std::uint64_t>> figures) {
  std::string text;
  for (const auto& [name, figure] : figures)
    text += (text.empty() ? "" : ", ") + std::to_string(figure) + " " + std::string(name);
  return text;
}

}  // namespace

Account::Counts Account::count() {
  const auto polls = static_cast<std::uint64_t>(watch.metric("noticed_polls_total"));
  const auto failed = static_cast<std::uint64_t>(watch.metric("noticed_polls_total", "outcome=\"ok\""));
  return {watch.requests() - asked_before, polls, failed, watch.faults()};
}

void Account::judge_pace() {
  const double planned = static_cast<double>(watch.resources()) / 10;
  const double rate = series.rate();
  char text[120];
  std::snprintf(text, sizeof text, "%.0f of %.0f polls a second%s", rate, planned,
                rate < 0.98 * planned ? "; THIS MACHINE DID NOT REACH THE PLAN" : "");
  // A slow machine is not the daemon's fault, but with less than half of the plan the figures are meaningless.
  checks.check(rate > planned / 2, "the pace", text);
}

void Account::judge_level() {
  const double memory_early = series.mean_of_quarter(1, &Sample::memory);
  const double memory_late = series.mean_of_quarter(3, &Sample::memory);
  checks.check(memory_late <= std::max(memory_early * 1.05, memory_early + 8 * kMebibyte),
               "memory stays level, second quarter to last", mebibytes(memory_early) + " to " + mebibytes(memory_late));
  const double most_log = series.most(&Sample::log);
  checks.check(most_log <= kMostLog, "the write-ahead log stays below 32 MiB", mebibytes(most_log));
  const double open_early = series.mean_of_quarter(1, &Sample::descriptors);
  const double open_late = series.mean_of_quarter(3, &Sample::descriptors);
  // How many connections are open follows the load, up to one for each request in flight.
  const double open_most = std::max(open_early + kMostDescriptors, kOwnDescriptors + double{kInFlight});
  checks.check(open_late <= open_most, "open descriptors stay level",
               std::to_string(open_early) + " to " + std::to_string(open_late));
}

/// Each fault ends a poll or leads to one more request; a reload drops what is in flight, uncounted.
void Account::judge_counters(const Counts& counts) {
  const std::uint64_t good = counts.polls - counts.failed;
  const auto left = static_cast<std::int64_t>(counts.requests - counts.faults) - static_cast<std::int64_t>(good);
  const auto most = static_cast<std::int64_t>(kInFlight * watch.reloads());
  const std::string figures = words({{"requests", counts.requests},
                                     {"faults", counts.faults},
                                     {"good polls", good},
                                     {"failed polls", counts.failed},
                                     {"reloads", watch.reloads()}}) +
                              ", " + std::to_string(left) + " left over";
  // A throttled reply may also carry another fault, and is then counted twice.
  checks.check(left >= -12 && left <= most, "requests are good polls, faults, and what reloads dropped in flight",
               figures);
  checks.check(counts.failed <= counts.faults + static_cast<std::uint64_t>(std::max<std::int64_t>(left, 0)),
               "no more polls failed than there were faults", figures);
}

/// At rest, all are polled once more: then all counters must move by the very same number.
void Account::judge_one_sweep(const Counts& before) {
  std::string ignored;
  const int status = watch.scene().command({"poll", "--json"}, &ignored);
  checks.check(status == 0, "`noticed poll` ends well", std::to_string(status));
  const Counts after = count();
  checks.same(after.polls - before.polls, watch.resources(), "one poll of each resource on request, polls");
  checks.same(after.requests - before.requests, watch.resources(), "the same, requests that the cloud counted");
}

void Account::judge_pruning(const SoakOptions& options) {
  const auto& scene = watch.scene();
  const auto old = [&] {
    return scene.count("SELECT count(*) FROM events WHERE at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days')");
  };
  if (!options.ancient) return;
  if (options.minutes >= 60) {
    bench::wait_until("the hourly pruning", bench::Seconds{120}, [&] { return old() == 0; });
    checks.check(true, "the daemon's own pruning took what was older than 30 days");
  } else {
    std::string said;
    const int status = watch.scene().command({"prune"}, &said);
    checks.check(status == 0 && old() == 0, "`noticed prune` beside the daemon took what was older than 30 days",
                 "status " + std::to_string(status) + ", " + std::to_string(old()) + " left");
  }
}

std::uint64_t Account::judge_changes() {
  const auto rows = watch.scene().query(
      "SELECT r.external_id, count(*) FROM change c JOIN resource r ON r.id = c.resource_id "
      "WHERE c.observed_ms >= (SELECT max(started_ms) FROM run) GROUP BY r.id");
  std::map<std::string, std::uint64_t> seen;
  for (const auto& row : rows) seen[row[0]] = std::stoull(row[1]);
  std::uint64_t made = 0, missing = 0, surplus = 0;
  for (std::uint64_t i = 0; i < watch.resources(); ++i) {
    const std::uint64_t wanted = watch.owner().changes_of()[i] - changed_before[i];
    const auto found = seen.find(watch.owner().id(i));
    const std::uint64_t got = found == seen.end() ? 0 : found->second;
    made += wanted;
    missing += wanted > got ? wanted - got : 0;
    surplus += got > wanted ? got - wanted : 0;
  }
  checks.check(missing == 0 && surplus == 0 && made > 0, "every change that was made is in the database, once",
               words({{"made", made}, {"missing", missing}, {"too many", surplus}}));
  return missing;
}

std::uint64_t Account::judge_deliveries() {
  const auto& scene = watch.scene();
  std::uint64_t lost = 0;
  for (const auto& row : scene.query("SELECT id FROM events")) lost += watch.inbox().has(row[0]) ? 0U : 1U;
  const auto events = static_cast<std::uint64_t>(scene.count("SELECT max(seq) FROM events"));
  checks.same(lost, std::uint64_t{0}, "stored events that never reached the sink");
  checks.same(watch.inbox().events(), events, "events that reached the sink, pruned ones too");
  checks.same(watch.inbox().repeated(), std::uint64_t{0}, "messages that came more than once at one address");
  checks.same(watch.inbox().unsigned_ones() - unsigned_before, std::uint64_t{0}, "messages without a good signature");
  return lost;
}

void Account::judge_history(const Counts& counts) {
  auto& scene = watch.scene();
  // The poll that takes a snapshot is not among those that confirm it.
  const auto stored = scene.count(
      "SELECT (SELECT total(polls) FROM poll_state) + (SELECT total(polls) FROM snapshot WHERE taken_ms >= b) FROM "
      "(SELECT max(started_ms) AS b FROM run)");
  std::cout << "          polls in the database, of current and of superseded snapshots: " << stored << "; counted "
            << counts.polls << std::endl;
  std::string said;
  const int verified = scene.command({"verify"}, &said);
  checks.check(verified == 0, "`noticed verify` is content", "status " + std::to_string(verified));
  checks.same(scene.count("SELECT count(*) FROM resources WHERE state <> 'ok'"), 0L, "resources that are not well");
  checks.same(scene.count("SELECT count(*) FROM gaps WHERE to_at IS NULL AND reason <> 'not_running'"), 0L,
              "gaps that are still open");
}

void Account::settle(const SoakOptions& options) {
  judge_pace();
  judge_level();
  const Counts soaked = count();
  judge_counters(soaked);
  judge_one_sweep(soaked);
  judge_pruning(options);
  const auto& scene = watch.scene();
  bench::wait_until("the last messages", bench::Seconds{300},
                    [&] { return scene.count("SELECT count(*) FROM deliveries WHERE state = 'pending'") == 0; });
  const Counts last = count();
  const int status = watch.stop();
  checks.check(status == 0, "TERM ends it well", std::to_string(status));
  judge_history(last);
  const std::uint64_t lost = judge_changes() + judge_deliveries();
  std::printf(
      "attack: soak of %.0f minutes at %.0f polls a second: %llu times, %llu lost, %llu duplicated, %d crashed\n",
      options.minutes, series.rate(), static_cast<unsigned long long>(soaked.polls),
      static_cast<unsigned long long>(lost), static_cast<unsigned long long>(watch.inbox().repeated()),
      status == 0 ? 0 : 1);
  std::fflush(stdout);
}

}  // namespace noticed::soak
