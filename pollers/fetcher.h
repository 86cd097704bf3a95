// Requests to the cloud: queued, rate-limited by API operation, signed, and retried where that helps. Network thread
// only.
//
// A Line is the queue of one (account, endpoint, operation). First come the calls of polls under way, in FIFO order;
// when it has none and a request may be sent, it asks for the next turn. Lines of one host and operation share a rate
// limit and alternate: the cloud counts the calls of each API by all users of a region (API reference of CodeArts
// Repo, "Constraints").
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
  /// Knows what a line is to send when no call is queued.
  class Turns {
   public:
    virtual ~Turns() = default;
    /// When begin() may have one; nothing: not before the next wake().
    virtual std::optional<SteadyPoint> next_turn(const Line& line, SteadyPoint now) = 0;
    /// Starts a turn whose time has come, and fetch()es its calls at once. False: there was none.
    virtual bool begin_turn(const Line& line, SteadyPoint now) = 0;
  };

  /// All references must outlive it; `seed` is for the jitter of retries.
  Fetcher(Loop& loop, Transport& transport, std::uint32_t seed);
  ~Fetcher();

  /// The rate limits of an endpoint: endpoints of one host share them.
  struct Pace {
    std::string host;
    double per_second = 3;          // of each operation
    std::optional<double> total{};  // of the host, if it is limited as a whole
  };

  /// Drops all lines with their queues; replies to calls in flight are ignored. The state of hosts is kept. `paces`: by
  /// endpoint ("https://host[:port]"); `concurrency`: maximum requests in flight over all lines; `turns`: may be null,
  /// else it must live until the next reset().
  void reset(std::map<std::string, Pace> paces, std::size_t concurrency, Turns* turns);

  /// The line of an account. `operation`: what the API's calls are counted as, the same word for the same API.
  /// `account` must live until the next reset().
  LinePtr line(Account& account, const std::string& endpoint, const std::string& operation);

  /// Turns may have come that next_turn() did not know of.
  void wake() { pump_soon(); }
  /// While held, no turn starts; calls of started turns continue. Not changed by reset().
  void hold(bool held);
  /// Queues a call, at `at` if that is given. Never calls back from inside fetch(). No effect on a line that a reset
  /// dropped.
  void fetch(const LinePtr& line, CallPtr call, SteadyPoint at = {});

  std::size_t in_flight() const { return in_flight_; }
  /// Requests per second that a line's operation may send, all accounts together; and its host, if that is limited.
  double limit(const Line& line) const;
  std::optional<double> host_limit(const Line& line) const;
  /// Whether lines share these limits.
  static bool same_operation(const Line& a, const Line& b);
  static bool same_host(const Line& a, const Line& b);
  /// Why its operation, or its host, refuses requests; null if it does not.
  static const HostPause* pause(const Line& line);
  bool held() const { return held_; }

  /// A host with requests since the last reset(), and its pause while it is rate-limiting: that of the whole host, else
  /// the longest one of its operations.
  struct HostState {
    std::string host;
    std::optional<HostPause> pause;
    std::string operation{};  // empty: the whole host
  };
  std::vector<HostState> hosts() const;

 private:
  struct Operation;
  struct Host;
  Host& host_of(const std::string& endpoint);
  void use(Host& host);
  bool has_capacity(const Line& line) const;
  bool may_begin(const Line& line, SteadyPoint now);
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
  Turns* turns_ = nullptr;
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
