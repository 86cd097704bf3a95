// The daemon's side of the control socket: HTTP/1.1 on a Unix socket, through which commands of the same machine ask
// the running daemon. Holds the table of requests, the requested polls, and the data for `status`. Network thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/admin/admin_server.h"
#include "daemon/control/poll_answer.h"
#include "daemon/runtime/log.h"
#include "daemon/runtime/reload.h"

namespace noticed {

class Control {
 public:
  /// All references must outlive it.
  struct Parts {
    boost::asio::any_io_executor executor;
    Loop& loop;
    Watcher& watcher;
    Log& log;
    const ReloadState& reloads;
    std::filesystem::path database;
    /// Stores the confirmations gathered so far, then calls back, later.
    std::function<void(std::function<void(std::exception_ptr)>)> flush;
    std::function<std::vector<std::string>()> troubles{};  // for people, a sentence each
  };
  explicit Control(Parts parts);

  /// Starts serving. If the socket cannot be opened this is logged, and the daemon goes on without, and tries again
  /// every 10 s. Idempotent.
  void open();
  /// Stops serving and closes all connections; the polls that were asked for still take place.
  void close() { server_.reset(); }
  /// For Watcher::Hooks::asked.
  void came(std::uint32_t index, const PollOutcome& outcome);
  /// The watcher started another generation.
  void restarted() { poll_requests_.restarted(); }
  /// Sets the store's error of a failed commit; empty: commits succeed again.
  void storage(const std::string& error) { storage_error_ = error; }

  /// {"answer": "status", "version", "pid", "started_at", "generation", "in_force_since", "refused": null or {"at",
  ///  "fault", "faults"}, "storage_error": text}. Times are UTC texts.
  nlohmann::ordered_json status() const;
  std::size_t connections() const { return server_ ? server_->connections() : 0; }

 private:
  using Settled = std::function<void(const std::string& error)>;
  AdminRoutes routes();
  nlohmann::ordered_json identity() const;
  void answer_status(const std::shared_ptr<AdminReply>& reply);
  void settle(Settled done);
  void flush();

  Parts parts_;
  TimePoint started_;
  PollRequests poll_requests_;
  PollAnswerParts polls_;
  std::string storage_error_;
  bool opened_ = false;
  bool flushing_ = false;
  std::vector<Settled> settling_;  // wait for the next flush; a running one may not include their polls
  std::unique_ptr<AdminServer> server_;
};

}  // namespace noticed
