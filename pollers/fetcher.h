// Calls to the cloud, made as politely as they must be: in turn by host, at each host's pace, signed, tried again where
// that helps. Network thread only.
//
// Each pair of account and host is a line. In a line go first the calls of polls that have begun, then those that wait
// for their turn, in the order they came. Lines of one host share its rate limit and take turns.
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

/// One request and what is made of its reply. Owned by the fetcher until done() was called or it was dropped.
class Call {
 public:
  virtual ~Call() = default;
  /// Reads a reply; called once for each attempt. What was wrong with it, if anything.
  virtual std::optional<Failure> take(HttpResult result) = 0;
  /// No attempt follows. Called once, after the last take(); never after a reset().
  virtual void done() = 0;

  std::string target;               // path and query
  std::optional<std::string> post;  // a JSON body
  std::chrono::milliseconds timeout{10'000};
  SteadyPoint give_up{};  // no new attempt begins after this
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
  /// Begins the work of a turn: fetch() its calls at once.
  using Turn = std::function<void(std::uint32_t number)>;

  /// All references must outlive it; `seed` is for the jitter of retries.
  Fetcher(Loop& loop, Transport& transport, std::uint32_t seed);
  ~Fetcher();

  /// How fast an endpoint may be asked, and which host that is: endpoints of one host share its rate.
  struct Pace {
    std::string host;
    double per_second = 5;
  };

  /// Drops all lines and what waits in them; calls in flight end unheard. What is known of hosts stays.
  /// `paces`: by endpoint ("https://host[:port]"); `concurrency`: requests in flight, all lines together.
  void reset(std::map<std::string, Pace> paces, std::size_t concurrency, Turn turn);

  /// The line of an account to a host. `account` must live until the next reset().
  LinePtr line(Account& account, const std::string& endpoint);

  /// Waits for a turn: `number` comes back through Turn when a request may go at once.
  void queue(const LinePtr& line, std::uint32_t number);
  /// While held no turn begins; calls of turns that have begun go on. Stays over a reset().
  void hold(bool held);
  /// Makes a call. Nothing is called from inside fetch().
  void fetch(const LinePtr& line, CallPtr call);

  std::size_t in_flight() const { return in_flight_; }
  /// Requests a second that a host gets now; 0 for an unknown one.
  double rate(const std::string& endpoint) const;
  /// The numbers that wait for their turn, those that have waited longest first.
  const std::deque<std::uint32_t>& turns(const LinePtr& line) const;
  bool held() const { return held_; }

  /// A host that was asked for something since the last reset(), and its pause while it refuses.
  struct HostState {
    std::string host;
    std::optional<HostPause> pause;
  };
  std::vector<HostState> hosts() const;

 private:
  struct Host;
  Host& host_of(const std::string& endpoint);
  void use(Host& host);
  bool has_place(const Host& host) const;
  bool step(const LinePtr& line, SteadyPoint now);
  void pump();
  void pump_soon();
  void arm(SteadyPoint at);
  void send(const LinePtr& line, const CallPtr& call, SteadyPoint now);
  void arrived(const LinePtr& line, const CallPtr& call, HttpResult result);
  bool again(const LinePtr& line, const CallPtr& call, const Failure& failure, const std::string& date);
  bool rest(const LinePtr& line, const CallPtr& call, std::chrono::milliseconds pause);
  void wake_rested(SteadyPoint now);

  Loop& loop_;
  Transport& transport_;
  // One list each for all requests, so that a sign-in can keep what it adds to it.
  const std::shared_ptr<const HttpHeaders> asking_, posting_;
  std::minstd_rand random_;
  std::map<std::string, Pace> paces_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
  std::vector<LinePtr> lines_;
  std::multimap<SteadyPoint, std::pair<LinePtr, CallPtr>> resting_;  // between two attempts
  Turn turn_;
  Alarm alarm_;
  std::optional<SteadyPoint> armed_for_;
  std::size_t next_line_ = 0;
  std::size_t concurrency_ = 64;
  std::size_t in_flight_ = 0;
  std::size_t hosts_used_ = 0;
  bool held_ = false;
  bool pumping_ = false;
  bool kicked_ = false;
};

}  // namespace noticed
