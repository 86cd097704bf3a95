// The watch: starts what is due, runs each resource's cycle, hands what is new to the store. Network thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "daemon/cycle.h"
#include "daemon/log.h"
#include "daemon/schedule.h"
#include "daemon/store_thread.h"
#include "daemon/watch_list.h"
#include "pollers/account.h"

namespace noticed {

/// One configuration generation's watch: what the store remembers, ready to run.
struct Generation {
  std::uint32_t number = 0;
  WatchList list;
  std::vector<std::unique_ptr<Account>> accounts;
  std::chrono::milliseconds timeout{10'000};
  std::size_t concurrency = 64;
};

/// A resource as the inventory gives it, with what the store remembers: fills a list entry.
void remember(Watched& watched, const Remembered& remembered);

class Watcher {
 public:
  struct Hooks {
    std::function<void(const Event&)> told;  // an event was committed
    std::function<void()> all_seen;          // every resource was polled at least once
    std::function<void(bool)> swept;         // `once` mode: all were polled once; true if all were good
  };

  /// All references must outlive it.
  Watcher(boost::asio::any_io_executor executor, const Clock& clock, HttpClient& http, StoreThread& store,
          const Redactor& redactor, Log& log, Hooks hooks);

  /// Replaces what is watched. Cycles in flight for an earlier generation end without effect.
  /// `due` holds the stored next poll of each resource, in list order.
  void start(std::shared_ptr<Generation> generation, const std::vector<std::optional<TimePoint>>& due, bool once);

  /// Starts no new cycle. Those in flight end without effect.
  void stop();

  /// Confirmations gathered since the last call.
  std::vector<Confirmation> gather();

 private:
  struct Poll;
  using PollPtr = std::shared_ptr<Poll>;

  void plan(const std::vector<std::optional<TimePoint>>& due);
  void pump();
  void arm();
  void begin(std::uint32_t index);
  void ask(const PollPtr& poll, std::size_t number);
  void answered(const PollPtr& poll, std::size_t number, HttpResult result);
  void look_again(const PollPtr& poll, std::vector<std::size_t> numbers);
  void conclude(const PollPtr& poll);
  void count(const PollPtr& poll, const Conclusion& conclusion);
  void tell(const PollPtr& poll, Conclusion conclusion);
  void stored(const PollPtr& poll, const Conclusion& conclusion, const CommitResult* result);
  void log_failures(const PollPtr& poll, const Conclusion& conclusion);
  void end(const PollPtr& poll, bool good);
  bool current(const PollPtr& poll) const;
  TimePoint wall_of(SteadyPoint slot) const;
  Confirmation confirmation_of(const Watched& watched) const;

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  HttpClient& http_;
  StoreThread& store_;
  const Redactor& redactor_;
  Log& log_;
  Hooks hooks_;
  BodyHasher hasher_;
  boost::asio::steady_timer timer_;
  Schedule schedule_;
  std::shared_ptr<Generation> generation_;
  std::optional<SteadyPoint> armed_for_;
  std::vector<std::uint32_t> touched_;  // resources with counted polls
  std::size_t requests_ = 0;            // in flight
  std::size_t unseen_ = 0;              // never polled
  std::size_t unswept_ = 0;             // `once` mode: still to poll
  bool all_good_ = true;
  bool once_ = false;
  bool stopped_ = true;
};

}  // namespace noticed
