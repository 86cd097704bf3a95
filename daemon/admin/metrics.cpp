#include "daemon/admin/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>
#include <map>
#include <span>

#include "daemon/runtime/version.h"

namespace noticed {
namespace {

using Labels = std::vector<prometheus::ClientMetric::Label>;
using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

double seconds_of(std::chrono::milliseconds length) { return static_cast<double>(length.count()) / 1000; }

/// Never negative: the wall clock may have been set back since.
double age_of(TimePoint then, TimePoint now) { return std::max(0.0, seconds_of(now - then)); }

std::string text(std::string_view view) { return std::string(view); }

/// Metric families in the order of first use; families without series are left out.
class Page {
 public:
  void counter(const char* name, const char* help, Labels labels, std::uint64_t value) {
    ClientMetric& metric = add(name, help, MetricType::Counter, std::move(labels));
    metric.counter.value = static_cast<double>(value);
  }
  void gauge(const char* name, const char* help, Labels labels, double value) {
    add(name, help, MetricType::Gauge, std::move(labels)).gauge.value = value;
  }
  void gauge(const char* name, const char* help, Labels labels, std::int64_t value) {
    gauge(name, help, std::move(labels), static_cast<double>(value));
  }
  ClientMetric& add(const char* name, const char* help, MetricType type, Labels labels) {
    const auto [place, first] = places_.try_emplace(name, families_.size());
    if (first) families_.push_back({name, help, type, {}});
    ClientMetric& metric = families_[place->second].metric.emplace_back();
    metric.label = std::move(labels);
    return metric;
  }
  std::string take() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  std::vector<MetricFamily> families_;
  std::map<std::string_view, std::size_t> places_;
};

void add_polls(Page& page, const GroupStatus& group) {
  for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome)
    page.counter("noticed_polls_total", "Polls that ended, by outcome: ok, partial, unsigned, or a kind of failure.",
                 {{"service", text(to_text(group.service))},
                  {"account", group.account},
                  {"region", group.region},
                  {"outcome", text(outcome_text(outcome))}},
                 group.poll_stats.polls[outcome]);
}

/// `counts`: by bound, plus one beyond the last, not cumulative. `scale`: bounds in a second.
void fill(ClientMetric::Histogram& histogram, std::span<const std::uint64_t> counts,
          std::span<const std::int64_t> bounds, double scale, std::chrono::milliseconds sum) {
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    so_far += counts[i];
    const double bound =
        i < bounds.size() ? static_cast<double>(bounds[i]) / scale : std::numeric_limits<double>::infinity();
    histogram.bucket.push_back({so_far, bound});
  }
  histogram.sample_count = so_far;
  histogram.sample_sum = seconds_of(sum);
}

void add_poll_times(Page& page, const PollTimes& times) {
  auto& metric = page.add("noticed_poll_seconds", "How long a poll took, from its first request to its last answer.",
                          MetricType::Histogram, {});
  fill(metric.histogram, times.counts, PollTimes::kBoundsMs, 1'000, times.sum);
}

/// What was looked at how long ago, now: unlike the counts of other histograms these fall, too.
void add_ages(Page& page, const GroupStatus& group) {
  auto& metric =
      page.add("noticed_observation_age_seconds", "Age of what is known of each section.", MetricType::Histogram,
               {{"service", text(to_text(group.service))}, {"account", group.account}});
  fill(metric.histogram, group.ages.counts, SectionAges::kBoundsS, 1, group.ages.sum);
}

void add_resources(Page& page, const DaemonStatus& daemon_status, const GroupStatus& group) {
  const Labels labels{{"service", text(to_text(group.service))}, {"account", group.account}};
  for (std::size_t state = 0; state < kResourceStates; ++state) {
    Labels with_state = labels;
    with_state.push_back({"state", text(to_text(static_cast<ResourceState>(state)))});
    page.gauge("noticed_resources", "Resources that are watched, by state: ok, new, failing, unreachable, gone.",
               std::move(with_state), group.poll_stats.resources[state]);
  }
  page.gauge("noticed_observation_stale",
             "Resources with a section that was not looked at for fail_after times its promise.", labels, group.stale);
  if (group.uncovered)
    page.gauge("noticed_uncovered",
               "Failure events without a visible notification, as of a survey that is at most minutes old.", labels,
               *group.uncovered);
  if (group.oldest_good)
    page.gauge("noticed_oldest_observation_seconds",
               "Age of the last good poll that lies longest back; of a resource without one, since it was first seen.",
               labels, age_of(*group.oldest_good, daemon_status.now));
}

void add_changes(Page& page, const std::vector<GroupStatus>& groups) {
  std::map<Service, std::array<std::uint64_t, 3>> sums;
  for (const auto& group : groups)
    for (std::size_t i = 0; i < group.poll_stats.changes.size(); ++i)
      sums[group.service][i] += group.poll_stats.changes[i];
  for (const auto& [service, changes] : sums)
    for (const auto severity : {Severity::info, Severity::warning, Severity::critical})
      page.counter("noticed_changes_total", "Changes of settings that were told, by severity.",
                   {{"service", text(to_text(service))}, {"severity", text(to_text(severity))}},
                   changes[static_cast<std::size_t>(severity)]);
}

void add_sink(Page& page, const SinkStatus& sink, TimePoint now) {
  const Labels labels{{"sink", sink.now.sink}};
  for (std::size_t i = 0; i < sink.requests.size(); ++i)
    page.counter("noticed_deliveries_total",
                 "Requests to a sink, by what came of them: delivered, slow_down, retry, drop, suspend.",
                 {{"sink", sink.now.sink}, {"outcome", text(to_text(static_cast<Verdict>(i)))}}, sink.requests[i]);
  page.gauge("noticed_deliveries_dead", "Events that never reached a sink and are tried no more.", labels,
             sink.now.dead);
  page.gauge("noticed_sink_suspended", "Whether a sink is suspended: its address, secret or robot is wrong.", labels,
             std::int64_t{sink.now.suspended ? 1 : 0});
  page.gauge("noticed_outbox_pending", "Events that wait for a sink.", labels, sink.now.pending);
  page.gauge("noticed_outbox_oldest_seconds", "How long the oldest of them has waited; 0 if none waits.", labels,
             sink.now.oldest ? age_of(*sink.now.oldest, now) : 0.0);
}

void add_account(Page& page, const AccountStatus& account, const DaemonStatus& daemon_status) {
  const Labels labels{{"account", account.account}};
  if (account.expires)
    page.gauge("noticed_credential_expires_seconds", "Until the account's credential ends; below 0 if it has.", labels,
               seconds_of(*account.expires - daemon_status.now));
  if (account.discovers)
    page.gauge("noticed_discovery_age_seconds",
               "Since the account's last complete round of discovery; since the start, if there was none.", labels,
               age_of(account.discovered.value_or(daemon_status.started), daemon_status.now));
}

void add_host(Page& page, const HostStatus& host, TimePoint now) {
  page.gauge("noticed_host_refusing_seconds",
             "How long a host of the cloud has refused requests for their number; 0 if it takes them.",
             {{"host", host.host}}, host.refuses_since ? age_of(*host.refuses_since, now) : 0.0);
}

void add_daemon(Page& page, const DaemonStatus& daemon_status) {
  add_poll_times(page, daemon_status.poll_times);
  page.gauge("noticed_poll_lag_seconds", "Longest delay of a poll after its due time, within the last minute.", {},
             seconds_of(daemon_status.lag));
  page.counter("noticed_listen_failures_total", "How often the address of this endpoint could not be had.", {},
               daemon_status.endpoint_failures);
  page.gauge("noticed_config_reload_success", "1 if the last reload was accepted or there was none, else 0.", {},
             std::int64_t{daemon_status.config_good ? 1 : 0});
  page.gauge("noticed_db_bytes", "Size of the database file.", {}, daemon_status.sizes.database);
  page.gauge("noticed_wal_bytes", "Size of the write-ahead log beside it.", {}, daemon_status.sizes.log);
  page.gauge("noticed_build_info", "Always 1; the version is a label.", {{"version", kVersion}}, std::int64_t{1});
}

}  // namespace

std::string metrics_text(const DaemonStatus& daemon_status) {
  Page page;
  for (const auto& group : daemon_status.groups) {
    add_polls(page, group);
    add_ages(page, group);
    add_resources(page, daemon_status, group);
  }
  add_changes(page, daemon_status.groups);
  for (const auto& sink : daemon_status.sinks) add_sink(page, sink, daemon_status.now);
  for (const auto& host : daemon_status.hosts) add_host(page, host, daemon_status.now);
  for (const auto& account : daemon_status.accounts) add_account(page, account, daemon_status);
  add_daemon(page, daemon_status);
  return page.take();
}

}  // namespace noticed
