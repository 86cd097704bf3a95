// One connection to the control socket. Each line, in either direction, is one JSON object. Requests are handled in
// order, one at a time; both sides ignore unknown members.
//
//   the daemon's greeting, sent first:
//     {"noticed": version, "database": path, "pid": number}
//   {"ask": "poll"}: all resources. {"ask": "poll", "resource": id}: one, by its `id` in the view `resources`.
//     {"answer": "begun", "of": number of resources}
//     {"answer": "polled", "resource": id, "service", "id", "outcome": see PollOutcome, "partly": bool, "error": text,
//      "events": [{"seq", "type", "severity", "summary"}]}, for each, in the order of completion
//     {"answer": "waiting", "left": number}, every second
//     {"answer": "done", "error": text}, once everything is on the disk; error: why the last part is not
//   {"ask": "status"}:
//     {"answer": "status", …}, see Control::status()
//   any other request, or a resource that is not watched:
//     {"answer": "error", "error": text}
//
// A client that sends too long a line, does not read, or is idle for too long is disconnected. Network thread only.
#pragma once

#include <array>
#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "daemon/control/poll_requests.h"
#include "pollers/loop.h"

namespace noticed {

struct ControlLimits {
  std::size_t connections = 32;
  std::size_t line = 4'096;                // bytes of a request line
  std::size_t unread = 1U << 20U;          // bytes of replies that the client has not read
  std::chrono::milliseconds idle{30'000};  // without a request being handled or a reply being sent
};

/// What sessions need from the daemon.
struct ControlHooks {
  std::function<nlohmann::ordered_json()> greeting;
  std::function<nlohmann::ordered_json()> status;
  /// Stores the confirmations gathered so far, then calls back, with the error, if any.
  std::function<void(std::function<void(const std::string& error)>)> settle;
};

/// Shared by all sessions; must outlive them.
struct ControlParts {
  Loop& loop;
  PollRequests& poll_requests;
  ControlHooks hooks;
  ControlLimits limits;
};

class ControlSession final : public PollRequests::Asker, public std::enable_shared_from_this<ControlSession> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  /// `closed` is called once, later, when the session is over.
  ControlSession(Socket socket, const ControlParts& parts, std::function<void()> closed);

  void start();
  /// Closes it at once. Idempotent.
  void close();

  void polled(const Polled& polled) override;
  void all_polled() override;

 private:
  void read();
  void took(std::size_t bytes);
  void take_lines();
  void take(const std::string& line);
  void poll(const nlohmann::json& request);
  void tell_status();
  void begin_work();
  void end_work();
  void say(const nlohmann::ordered_json& answer);
  void refuse(const std::string& why);
  void write();
  void wrote();
  void watch_hang_up();
  void rest();
  void tick();

  Socket socket_;
  const ControlParts& parts_;
  std::function<void()> closed_;
  std::array<char, 1'024> chunk_{};
  std::string in_;       // read, not handled yet
  std::string out_;      // to be written after `writing_`
  std::string writing_;  // being written; empty: nothing
  Alarm timer_;          // idle timeout; during a request, the "waiting" interval
  bool reading_ = false;
  bool working_ = false;
  bool ended_ = false;  // no more input will come
  bool over_ = false;
};

}  // namespace noticed
