// Requests to the cloud: queued by host, rate-limited, signed, and retried where that helps. Network thread only.
//
// A Line is the queue of one (account, host) pair. First come the calls of polls under way, then turns, both in FIFO
// order. The lines of one host share its rate limit and alternate.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "pollers/account.h"
#include "pollers/rate_limit.h"

namespace noticed {

/// One request and the processing of its reply. Owned by the fetcher until done() was called or the call was dropped.
class Call {
 public:
  virtual ~Call() = default;
  /// Processes a reply; called once per attempt. Returns what was wrong with it, if anything.
  virtual std::optional<Failure> take(HttpResult result) = 0;
  /// No attempt follows. Called once, after the last take(); never after a reset().
  virtual void done() = 0;

  std::string target;               // path and query
  std::optional<std::string> post;  // a JSON body
  std::chrono::milliseconds timeout{10'000};
  SteadyPoint give_up{};  // no attempt starts after this
  SteadyPoint sent() const { return sent_; }

 private:
  friend class Fetcher;
  unsigned attempts_ = 0;
  bool signed_again_ = false;
  CredentialVersion version_ = 0;
  SteadyPoint sent_{};
};
using CallPtr = std::shared_ptr<Call>;

class Fetcher {
 public:
  struct Line;
  using LinePtr = std::shared_ptr<Line>;
  /// Starts the work of a turn, which must fetch() its calls at once.
  using Turn = std::function<void(std::uint32_t number)>;

  /// All references must outlive it; `seed` is for the jitter of retries.
  Fetcher(Loop& loop, Transport& transport, std::uint32_t seed);
  ~Fetcher();

  /// The rate limit of an endpoint and its host: endpoints of one host share its rate.
  struct Pace {
    std::string host;
    double per_second = 5;
  };

  /// Drops all lines with their queues; replies to calls in flight are ignored. The state of hosts is kept. `paces`: by
  /// endpoint ("https://host[:port]"); `concurrency`: maximum requests in flight over all lines.
  void reset(std::map<std::string, Pace> paces, std::size_t concurrency, Turn turn);

  /// The line from an account to a host. `account` must live until the next reset().
  LinePtr line(Account& account, const std::string& endpoint);

  /// Queues a turn: Turn is called with `number` as soon as a request may be sent without delay.
  void queue(const LinePtr& line, std::uint32_t number);
  /// While held, no turn starts; calls of started turns continue. Not changed by reset().
  void hold(bool held);
  /// Queues a call, at `at` if that is given. Never calls back from inside fetch(). No effect on a line that a reset
  /// dropped.
  void fetch(const LinePtr& line, CallPtr call, SteadyPoint at = {});

  std::size_t in_flight() const { return in_flight_; }
  /// Current requests per second of a host; 0 for an unknown one.
  double rate(const std::string& endpoint) const;
  /// The queued turns, longest waiting first.
  const std::deque<std::uint32_t>& turns(const LinePtr& line) const;
  bool held() const { return held_; }

  /// A host with requests since the last reset(), and its pause while it is rate-limiting.
  struct HostState {
    std::string host;
    std::optional<HostPause> pause;
  };
  std::vector<HostState> hosts() const;

 private:
  struct Host;
  Host& host_of(const std::string& endpoint);
  void use(Host& host);
  bool has_capacity(const Host& host) const;
  bool step(const LinePtr& line, SteadyPoint now);
  void pump();
  void pump_soon();
  void arm(SteadyPoint at);
  void send(const LinePtr& line, const CallPtr& call, SteadyPoint now);
  void arrived(const LinePtr& line, const CallPtr& call, HttpResult result);
  bool again(const LinePtr& line, const CallPtr& call, const Failure& failure, const std::string& date);
  bool schedule_retry(const LinePtr& line, const CallPtr& call, std::chrono::milliseconds pause);
  void requeue_due_retries(SteadyPoint now);

  Loop& loop_;
  Transport& transport_;
  // Shared by all requests, so that a credential provider can cache the lists it derives from them.
  const std::shared_ptr<const HttpHeaders> get_headers_, post_headers_;
  std::minstd_rand random_;
  std::map<std::string, Pace> paces_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
  std::vector<LinePtr> lines_;
  std::multimap<SteadyPoint, std::pair<LinePtr, CallPtr>> waiting_retries_;  // waiting for the next attempt
  Turn turn_;
  Alarm alarm_;
  std::optional<SteadyPoint> armed_for_;
  std::size_t next_line_ = 0;
  std::size_t concurrency_ = 64;
  std::size_t in_flight_ = 0;
  std::size_t hosts_used_ = 0;
  bool held_ = false;
  bool pumping_ = false;
  bool pump_posted_ = false;
};

}  // namespace noticed
