// One connection to the control socket. A line each way is one JSON object; requests are answered in turn, one at a
// time, and members that are not known are to be passed over by either side.
//
//   the daemon, unasked and first:
//     {"noticed": version, "database": path, "pid": number}
//   {"ask": "poll"}: all resources. {"ask": "poll", "resource": id}: one, by its `id` in the view `resources`.
//     {"answer": "begun", "of": number of resources}
//     {"answer": "polled", "resource": id, "service", "id", "outcome": see PollOutcome, "partly": bool, "error": text,
//      "events": [{"seq", "type", "severity", "summary"}]}, for each in the order they come
//     {"answer": "waiting", "left": number}, every second
//     {"answer": "done", "error": text}, once all of it is on the disk; error: why the last of it is not
//   {"ask": "status"}:
//     {"answer": "status", …}, see Control::status()
//   else, or for what is not watched:
//     {"answer": "error", "error": text}
//
// Who sends too long a line, reads nothing, or asks nothing for a while is cut off. Network thread only.
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
  std::size_t line = 4'096;                // bytes of a request
  std::size_t unread = 1U << 20U;          // bytes of answers that wait for their reader
  std::chrono::milliseconds idle{30'000};  // without a request in work, and without an answer going out
};

/// What sessions ask the daemon for.
struct ControlHooks {
  std::function<nlohmann::ordered_json()> greeting;
  std::function<nlohmann::ordered_json()> status;
  /// Writes what was observed so far, then calls back: with what went wrong, if anything.
  std::function<void(std::function<void(const std::string& error)>)> settle;
};

/// What all sessions share; must outlive them.
struct ControlParts {
  Loop& loop;
  PollRequests& poll_requests;
  ControlHooks hooks;
  ControlLimits limits;
};

class ControlSession final : public PollRequests::Asker, public std::enable_shared_from_this<ControlSession> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  /// `closed` is called once, later, when it is over.
  ControlSession(Socket socket, const ControlParts& parts, std::function<void()> closed);

  void start();
  /// Ends it at once. Idempotent.
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
  std::string in_;       // read, and not taken yet
  std::string out_;      // to be written after what is being written
  std::string writing_;  // empty: nothing is
  Alarm timer_;          // of idleness; while a request is worked on, of saying so
  bool reading_ = false;
  bool working_ = false;
  bool ended_ = false;  // nothing more will come in
  bool over_ = false;
};

}  // namespace noticed
