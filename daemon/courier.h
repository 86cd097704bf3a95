// Delivers what is committed. Reads the delivery table, never a queue in memory: a crash at any instruction loses no
// event and repeats at most the messages in flight. Network thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "daemon/log.h"
#include "daemon/sinks/sink.h"
#include "daemon/store_thread.h"
#include "pollers/http_client.h"

namespace noticed {

class Courier {
 public:
  /// All references must outlive it.
  Courier(boost::asio::any_io_executor executor, const Clock& clock, HttpClient& http, StoreThread& store, Log& log);

  /// The sinks of a configuration generation; messages to sinks that are no more stay pending.
  void configure(const std::vector<SinkConfig>& sinks, bool once);

  /// Something may be waiting: look now.
  void wake();
  /// Starts nothing new; `done` is called when nothing is in flight.
  void stop(std::function<void()> done);
  /// `done` is called when every message that may be tried now was tried once; true if all arrived.
  void drain(std::function<void(bool)> done);

 private:
  struct Lane {
    std::unique_ptr<Sink> sink;
    std::chrono::seconds max_age{};
    std::shared_ptr<const Network> network;
  };
  struct Work {
    std::vector<DueDelivery> due;
    std::optional<TimePoint> next;
  };
  using Key = std::pair<std::int64_t, std::string>;  // event, sink

  void look();
  void take(Work work);
  void send(const DueDelivery& message, Lane& lane);
  void settle(const DueDelivery& message, const Lane& lane, const HttpResult& result);
  void record(const DueDelivery& message, Attempt attempt);
  void arm(TimePoint next);
  void check_idle();
  std::chrono::milliseconds backoff(std::uint32_t attempts);

  const Clock& clock_;
  HttpClient& http_;
  StoreThread& store_;
  Log& log_;
  boost::asio::steady_timer timer_;
  std::map<std::string, Lane> lanes_;
  std::set<Key> in_flight_;
  std::set<Key> tried_;  // in `once` mode each is tried once
  std::minstd_rand random_;
  bool once_ = false;
  bool looking_ = false;
  bool look_again_ = false;
  bool stopping_ = false;
  bool all_arrived_ = true;
  std::function<void()> on_idle_;
};

}  // namespace noticed
