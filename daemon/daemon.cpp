#include "daemon/daemon.h"

#include <malloc.h>

#include <boost/asio/post.hpp>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>

#include "daemon/admin/admin_pages.h"
#include "daemon/config/listen.h"
#include "daemon/config/network_settings.h"
#include "daemon/discovery/discovery_hooks.h"
#include "daemon/monitoring/gather_status.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/runtime/version.h"
#include "daemon/sinks/sink_table.h"
#include "daemon/watch/generation.h"
#include "pollers/answer_reader.h"
#include "storage/file/key_file.h"
#include "storage/model/time_zone.h"

namespace noticed {

using std::chrono::seconds;

namespace {

constexpr seconds kFlushEvery{10};
// Time limits of a stop, which takes 5 s at most.
constexpr seconds kStopPatience{2};  // for deliveries in flight
constexpr std::chrono::milliseconds kStorePatience{2'500};

std::unique_ptr<Store> open_store(const Config& config, const RunOptions& options, const KeyFile& key,
                                  const Clock& clock, SystemdNotify& service) {
  StoreOptions wanted;
  wanted.path = config.database;
  wanted.key_id = key.id;
  wanted.version = kVersion;
  wanted.accept_new_key = options.accept_new_key;
  wanted.normalizers = built_in_normalizers(Redactor(key.key));
  wanted.on_upgrade = [&service] { service.still_starting(); };
  return std::make_unique<Store>(wanted, clock.wall());
}

/// Proxy and TLS settings belong to each request, so that a reload can change them.
HttpOptions http_options() { return {"", std::string("noticed/") + kVersion}; }

}  // namespace

Daemon::Daemon(Config config, const RunOptions& options, const Clock& clock, Log& log)
    : options_(options),
      clock_(clock),
      log_(log),
      config_(std::move(config)),
      loop_(io_.get_executor(), clock_),
      service_(loop_, [this] { return status_line(); }),
      key_(load_or_create_key(config_.database, options_.accept_new_key)),
      redactor_(key_.key),
      http_(io_.get_executor(), http_options()),
      fetcher_(loop_, http_, std::random_device{}()),
      storage_alarm_(loop_, http_, log_),
      store_(io_.get_executor(), open_store(config_, options_, key_, clock_, service_),
             [this](const std::string& error) { storage_failed(error); }),
      dispatcher_(QueueParts{loop_, http_, store_, log_, [this](const auto& events) { publish(events); },
                             std::random_device{}(), options_.once}),
      report_scheduler_(
          loop_, store_, log_, [this](const auto& events) { publish(events); }, std::random_device{}()),
      pruner_(loop_, store_, log_),
      wal_monitor_(store_, log_, config_.database),
      store_monitor_(loop_, store_),
      watchdog_(loop_, store_, watchdog_limit(), [] { notify_service_manager("WATCHDOG=1"); }),
      heartbeat_(loop_, http_, log_, [this] { return well(daemon_status()); }),
      watcher_(loop_, fetcher_, redactor_, log_, watcher_hooks()),
      control_(control_parts()) {
  if (!options_.once) make_endpoint();
}

Watcher::Hooks Daemon::watcher_hooks() {
  Watcher::Hooks hooks;
  hooks.commit = [this](PollReport report, CommitHandler done) { store_.commit(std::move(report), std::move(done)); };
  hooks.on_committed = [this](const std::vector<Event>& events) { publish(events); };
  hooks.outage = [this](const OutageTurn& turn, std::function<void(bool)> done) {
    record_outage(turn, std::move(done));
  };
  hooks.all_seen = [this] { record_posture(); };
  hooks.idle = [this] { stop_if_idle(); };
  hooks.asked = [this](std::uint32_t index, const PollOutcome& outcome) { control_.came(index, outcome); };
  return hooks;
}

Control::Parts Daemon::control_parts() {
  return {io_.get_executor(),
          loop_,
          watcher_,
          log_,
          reloads_,
          config_.database,
          [this](std::function<void(std::exception_ptr)> done) { flush(std::move(done)); },
          [this] { return troubles_of(daemon_status()); }};
}

int Daemon::run() {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) signals_.add(signal);
  wait_signal();
  log_.info("starting", {{"version", kVersion},
                         {"database", config_.database.string()},
                         {"resources", std::to_string(config_.resources.size())},
                         {"sinks", std::to_string(config_.sinks.size())}});
  if (admin_) admin_->start();
  begin_generation(config_);
  wait_flush();
  io_.run();
  return status_;
}

void Daemon::make_endpoint() {
  auto address = parse_listen(config_.listen);
  if (!address) return;
  const auto turn = [this](const std::string& trouble) {
    if (trouble.empty()) return log_.info("listening", {{"address", listen_text(admin_->address())}});
    log_.error("endpoint_unavailable",
               {{"error", endpoint_trouble()},
                {"effect", "watching continues without metrics and health; retried every 10 s"}});
  };
  auto pages = admin_pages([this] { return daemon_status(); }, [this] { return config_.status_page; });
  admin_.emplace(io_.get_executor(), loop_, std::move(*address), std::move(pages), turn);
}

std::string Daemon::endpoint_trouble() const {
  if (admin_->trouble().empty()) return {};
  return "[daemon] listen = \"" + listen_text(admin_->address()) + "\": " + admin_->trouble();
}

void Daemon::begin_generation(Config config) {
  const auto number = ++last_generation_;
  const auto candidate = std::make_shared<Config>(std::move(config));
  auto wanted = std::make_shared<WantedInventory>(inventory_of(*candidate));
  const PolicyPtr policy = policy_of(*candidate, redactor_, number);
  const TimePoint now = clock_.wall();
  const auto question = [wanted, policy, now](Store& store) {
    return store.begin_generation(wanted->inventory(), policy, now);
  };
  ++beginning_;
  store_.ask<Started>(question, [this, policy, candidate](std::exception_ptr error, const Started& begun) {
    --beginning_;
    if (stopping_) return;
    if (error && policy->generation == 1) return fail("the inventory could not be stored", error);
    if (error) {
      reloads_.refused = {clock_.wall(), what_of(error), 1};
      log_.error("config_rejected",
                 {{"error", what_of(error)},
                  {"effect", "the previous configuration stays in force; reload once this is fixed"}});
      return service_.refused(what_of(error));
    }
    take_over(std::move(*candidate));
    started(begun, policy);
  });
}

void Daemon::started(const Started& begun, const PolicyPtr& policy) {
  const std::uint32_t number = policy->generation;
  dispatcher_.configure(config_.sinks, policy->destinations);
  discovery_.reset();
  const SignInParts parts{loop_, http_, redactor_};
  first_rounds_ = accounts_with_rules();
  watcher_.start(generation_of(config_, begun, number, parts, watcher_.generation().get()), options_.once);
  control_.restarted();
  if (!options_.once) start_services(policy);
  discover();
  publish(begun.events);
  // The watch list and the store hold the inventory; a reload reads it again. Its memory is returned to the system once
  // the callbacks that carried it are destroyed too.
  config_.resources = {};
  boost::asio::post(io_, [] { ::malloc_trim(0); });
  if (begun.renormalized.changed > 0)
    log_.info("settings_reinterpreted", {{"resources", std::to_string(begun.renormalized.resources)},
                                         {"changed", std::to_string(begun.renormalized.changed)}});
  log_.info("watching", {{"resources", std::to_string(begun.watched.size())}, {"generation", std::to_string(number)}});
  service_.ready();
  watchdog_.start();
  stop_if_idle();
}

void Daemon::start_services(const PolicyPtr& policy) {
  storage_alarm_.configure(config_.sinks, policy);
  report_scheduler_.configure(config_.sinks);
  pruner_.configure(config_.keep);
  heartbeat_.configure(config_.heartbeat, network_of(config_.network));
  store_monitor_.start();
  control_.open();
}

std::size_t Daemon::accounts_with_rules() const {
  std::set<std::string> accounts;
  for (const auto& discover : config_.discovers) accounts.insert(discover.rule.account);
  return accounts.size();
}

void Daemon::discover() {
  if (config_.discovers.empty()) return;
  DiscoveryParts parts{loop_, fetcher_, store_, watcher_, redactor_, log_, {}, {}};
  parts.on_committed = [this](const std::vector<Event>& events) { publish(events); };
  parts.round_ended = [this](bool complete) { round_ended(complete); };
  std::vector<std::string> accounts;
  for (const auto& account : config_.accounts) accounts.push_back(account.name);
  std::vector<DiscoverRule> rules;
  for (const auto& discover : config_.discovers) rules.push_back(discover.rule);
  discovery_.emplace(loop_, discovery_hooks(parts), std::move(accounts), std::move(rules), std::random_device{}());
  discovery_->start();
}

void Daemon::round_ended(bool complete) {
  rounds_good_ = rounds_good_ && complete;
  if (first_rounds_ == 0 || --first_rounds_ > 0) return;
  record_posture();
  stop_if_idle();
}

void Daemon::reload() {
  service_.reloading();
  auto fresh = read_config(config_.file, sink_types());
  for (const auto& fault : fresh.faults) log_.warn("config_fault", {{"fault", to_run_text(fault)}});
  if (!fresh.usable()) {
    reloads_.refused = refusal_of(fresh.faults, clock_.wall());
    log_.error("config_rejected", {{"file", config_.file.string()},
                                   {"fault", reloads_.refused->fault},
                                   {"effect", "the previous configuration stays in force"}});
    return service_.refused(reloads_.refused->fault);
  }
  for (const auto& key : keep_until_restart(config_, fresh.config))
    log_.warn("restart_needed", {{"key", key}, {"effect", "the old value stays in force until then"}});
  flush();
  log_.info("config_read", {{"file", config_.file.string()}});
  begin_generation(std::move(fresh.config));
}

/// Called once the configuration is stored: puts it in force.
void Daemon::take_over(Config config) {
  if (last_generation_ > 1) log_difference(log_, config_.facts, config.facts);
  config_ = std::move(config);
  reloads_ = {clock_.wall(), {}};
  log_.configure(config_.log_level, config_.log_format);
  use_time_zone(config_.time_zone);
}

void Daemon::wait_signal() {
  signals_.async_wait([this](boost::system::error_code error, int signal) {
    if (error) return;
    if (signal == SIGHUP)
      reload();
    else
      stop(kExitGood);
    if (!stopping_) wait_signal();
  });
}

void Daemon::wait_flush() {
  flush_timer_.expires_after(kFlushEvery);
  flush_timer_.async_wait([this](boost::system::error_code error) {
    if (error || stopping_) return;
    flush();
    wait_flush();
  });
}

void Daemon::flush(std::function<void(std::exception_ptr)> done) {
  auto gathered = std::make_shared<std::vector<Confirmation>>(watcher_.take_confirmations());
  if (posture_due_) record_posture();  // postponed while nothing had been read
  // Not while a new generation is being stored: it could remove resources that would then be recorded as stale.
  if (beginning_ == 0) watcher_.check_staleness();
  const TimePoint now = clock_.wall();
  const auto lag = watcher_.lag();
  lag_.add(lag, clock_.steady());
  const auto work = [gathered, promises = watcher_.take_promises(), now, lag](Store& store) {
    store.flush(*gathered, now);
    if (promises) store.keep_promises(*promises);
    store.note_lag(lag, now);
  };
  wal_monitor_.check();
  store_.run(work, [this, done = std::move(done)](std::exception_ptr error) {
    // The observation windows of these resources stay wider; nothing else is lost.
    if (error) {
      storage_failed(what_of(error));
    } else {
      storage_alarm_.succeeded();
      control_.storage(storage_alarm_.reason());
    }
    if (done) done(error);
  });
}

void Daemon::storage_failed(const std::string& error) {
  storage_alarm_.failed(error);
  control_.storage(storage_alarm_.reason());
}

void Daemon::publish(const std::vector<Event>& events) {
  for (const Event& event : events) log_.write_event(event);
  if (!events.empty()) dispatcher_.wake();
}

void Daemon::record_outage(const OutageTurn& turn, std::function<void(bool)> done) {
  using MaybeEvent = std::optional<Event>;
  const TimePoint now = clock_.wall();
  const auto question = [turn, now](Store& store) {
    return turn.began ? store.begin_outage(turn.outage, now) : store.end_outage(turn.outage.key, now);
  };
  const auto answered = [this, done = std::move(done)](std::exception_ptr error, const MaybeEvent& event) {
    done(error == nullptr);
    if (error) return log_.error("outage_not_recorded", {{"error", what_of(error)}});
    if (event) publish({*event});
  };
  store_.ask<MaybeEvent>(question, answered);
}

/// Records it once all known resources and the first discovered ones were polled.
void Daemon::record_posture() {
  if (first_rounds_ > 0 || !watcher_.all_seen()) return;
  posture_due_ = true;
  using MaybeEvent = std::optional<Event>;
  const TimePoint now = clock_.wall();
  const auto question = [now](Store& store) { return store.record_posture(now); };
  store_.ask<MaybeEvent>(question, [this](std::exception_ptr error, const MaybeEvent& event) {
    if (error) return log_.error("posture_not_recorded", {{"error", what_of(error)}});
    if (!event) return;
    posture_due_ = false;
    publish({*event});
  });
}

/// The end of `run --once`: all is polled, the first discovery rounds included, and each delivery is attempted.
void Daemon::stop_if_idle() {
  if (!options_.once || first_rounds_ > 0 || !watcher_.idle() || std::exchange(draining_, true)) return;
  const bool good = watcher_.all_good() && rounds_good_;
  // If the posture is due, its request went to the store before this: it is stored when the dispatcher looks.
  dispatcher_.drain([this, good](bool delivered) { stop(good && delivered ? kExitGood : kExitUnavailable); });
}

void Daemon::stop(int status) {
  if (std::exchange(stopping_, true)) return;
  status_ = status;
  log_.info("stopping", {});
  service_.stopping();
  control_.close();
  watchdog_.stop();
  if (discovery_) discovery_->stop();
  watcher_.stop();
  report_scheduler_.stop();
  pruner_.stop();
  store_monitor_.stop();
  heartbeat_.stop();
  storage_alarm_.stop();
  flush_timer_.cancel();
  stop_timer_.expires_after(kStopPatience);
  stop_timer_.async_wait([this](boost::system::error_code) { close_store(); });
  dispatcher_.stop([this] { stop_timer_.cancel(); });
}

void Daemon::close_store() {
  if (std::exchange(closing_, true)) return;
  admin_.reset();
  http_.close();
  last_timer_.expires_after(kStorePatience);
  last_timer_.async_wait([this](boost::system::error_code error) {
    if (!error && !closed_) abandon();
  });
  auto gathered = std::make_shared<std::vector<Confirmation>>(watcher_.take_confirmations());
  const TimePoint now = clock_.wall();
  const auto work = [gathered, now](Store& store) {
    store.shorten_lock_wait();
    store.flush(*gathered, now);
    store.close(now);
  };
  store_.run(work, [this](std::exception_ptr error) {
    if (error) fail("the store did not close cleanly", error);
    closed_ = true;
    signals_.cancel();
    last_timer_.cancel();
    work_.reset();
    loop_.close();
    log_.info("stopped", {});
  });
}

/// The storage thread hangs in a call that cannot be interrupted: another program's lock, a stalled disk. Committed
/// data is on the disk, and the next run finds pending deliveries there; a stop must not wait for the call.
void Daemon::abandon() {
  log_.error("stopped_without_the_store",
             {{"error", "the database has not answered within " + std::to_string(kStorePatience.count()) + " ms"},
              {"effect", "no committed event is lost; the end of this run is not recorded"}});
  std::_Exit(kExitIo);
}

std::string Daemon::status_line() const {
  const DaemonStatus now = daemon_status();
  return to_text(ServiceStatus{now.resources(), now.failing_resources(), now.pending(), now.storage_failing});
}

DaemonStatus Daemon::daemon_status() const {
  DaemonStatus daemon_status;
  daemon_status.now = clock_.wall();
  daemon_status.started = started_;
  daemon_status.watching = watcher_.generation() != nullptr;
  daemon_status.config_good = reloads_.good();
  daemon_status.first_poll_done = daemon_status.watching && first_rounds_ == 0 && watcher_.all_seen();
  daemon_status.stopping = stopping_;
  daemon_status.storage_failing = storage_alarm_.failing();
  daemon_status.lag = lag_.most(clock_.steady());
  if (admin_) daemon_status.endpoint_trouble = endpoint_trouble();
  if (admin_) daemon_status.endpoint_failures = admin_->failures();
  gather_status(config_, watcher_, dispatcher_, store_monitor_, clock_, daemon_status);
  return daemon_status;
}

void Daemon::fail(const std::string& what, std::exception_ptr error) {
  log_.error("failed", {{"what", what}, {"error", what_of(error)}});
  stop(kExitIo);
  status_ = kExitIo;
}

}  // namespace noticed
