// The daemon: owns the event loop, the storage thread and everything that runs on them; handles signals.
// Kept across a reload: the database, the connections, the log. Rebuilt: accounts, inventory, schedule, policy, sinks.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

#include "daemon/admin/admin_server.h"
#include "daemon/config/config.h"
#include "daemon/control/control.h"
#include "daemon/delivery/dispatcher.h"
#include "daemon/delivery/report_scheduler.h"
#include "daemon/delivery/storage_alarm.h"
#include "daemon/discovery/discovery.h"
#include "daemon/maintenance/pruner.h"
#include "daemon/maintenance/wal_monitor.h"
#include "daemon/monitoring/daemon_status.h"
#include "daemon/monitoring/heartbeat.h"
#include "daemon/monitoring/sliding_max.h"
#include "daemon/monitoring/store_monitor.h"
#include "daemon/runtime/log.h"
#include "daemon/runtime/reload.h"
#include "daemon/runtime/store_thread.h"
#include "daemon/runtime/systemd_notify.h"
#include "daemon/runtime/watchdog.h"
#include "daemon/watch/watcher.h"
#include "pollers/asio_loop.h"
#include "storage/file/key_file.h"

namespace noticed {

struct RunOptions {
  bool once = false;            // polls every resource once, one attempt per delivery, then exits
  bool accept_new_key = false;  // with another fingerprint key: start over without alerts
};

class Daemon {
 public:
  /// Opens the store. Throws StoreError.
  Daemon(Config config, const RunOptions& options, const Clock& clock, Log& log);
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Runs until TERM or INT, or until `once` is done. Returns the exit status.
  int run();

  /// The daemon's current status. Network thread only.
  DaemonStatus daemon_status() const;

 private:
  Watcher::Hooks watcher_hooks();
  Control::Parts control_parts();
  void make_endpoint();
  std::string endpoint_trouble() const;
  /// Submits a configuration to the store; once stored, started() puts it in force.
  void begin_generation(Config config);
  void started(const Started& started, const PolicyPtr& policy);
  /// What runs beside the watch, in its own rhythm; not with `once`.
  void start_services(const PolicyPtr& policy);
  std::size_t accounts_with_rules() const;
  void discover();
  void round_ended(bool complete);
  void reload();
  void take_over(Config config);
  void wait_signal();
  void wait_flush();
  /// Stores the confirmations gathered so far; `done`, if set, is called later.
  void flush(std::function<void(std::exception_ptr)> done = {});
  void record_posture();
  void storage_failed(const std::string& error);
  /// Logs committed events and has them delivered.
  void publish(const std::vector<Event>& events);
  /// Stores the start or end of the outage and alerts; then reports whether it was stored.
  void record_outage(const OutageTurn& turn, std::function<void(bool stored)> done);
  void stop_if_idle();
  std::string status_line() const;
  void stop(int status);
  void close_store();
  [[noreturn]] void abandon();
  void fail(const std::string& what, std::exception_ptr error);

  RunOptions options_;
  const Clock& clock_;
  Log& log_;
  Config config_;
  boost::asio::io_context io_{1};
  // Keeps the loop running while replies of the storage thread are outstanding.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  boost::asio::signal_set signals_{io_};
  boost::asio::steady_timer flush_timer_{io_};
  boost::asio::steady_timer stop_timer_{io_};
  boost::asio::steady_timer last_timer_{io_};
  AsioLoop loop_;
  SystemdNotify service_;
  const KeyFile key_;
  const Redactor redactor_;
  HttpClient http_;
  Fetcher fetcher_;
  StorageAlarm storage_alarm_;
  // A part refers to those above it; what it needs of those below are hooks, called while the loop runs. The storage
  // thread posts to the loop, so it ends before.
  StoreThread store_;
  Dispatcher dispatcher_;
  ReportScheduler report_scheduler_;
  Pruner pruner_;
  WalMonitor wal_monitor_;
  StoreMonitor store_monitor_;
  Watchdog watchdog_;
  Heartbeat heartbeat_;
  Watcher watcher_;
  std::optional<Discovery> discovery_;  // of this generation, if it has rules
  std::optional<AdminServer> admin_;    // unless it is switched off, or closed by a stop
  ReloadState reloads_;
  Control control_;

  std::uint32_t last_generation_ = 0;
  std::size_t beginning_ = 0;  // generations submitted to the store, no reply yet
  int status_ = 0;
  TimePoint started_ = clock_.wall();
  SlidingMax lag_;
  bool stopping_ = false;
  bool closing_ = false;
  bool closed_ = false;           // the store is closed
  std::size_t first_rounds_ = 0;  // first discovery rounds that have not ended yet
  bool rounds_good_ = true;
  bool draining_ = false;     // `once`: all is polled
  bool posture_due_ = false;  // requested, but not reported yet
};

}  // namespace noticed
