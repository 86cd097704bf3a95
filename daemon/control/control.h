// The daemon's side of the control socket: the socket, the poll_requests for polls that are asked for, and what
// `status` is told. Network thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/control/control_server.h"
#include "daemon/control/poll_requests.h"
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
    /// Writes what was observed so far, then calls back, later.
    std::function<void(std::function<void(std::exception_ptr)>)> flush;
    std::function<std::vector<std::string>()> troubles{};  // for people, a sentence each
  };
  explicit Control(Parts parts);

  /// Serves from now on. A socket that cannot be had is logged, and the daemon goes on without. Idempotent.
  void open();
  /// Serves no more; who waits is cut off.
  void close() { server_.reset(); }
  /// For Watcher::Hooks::asked.
  void came(std::uint32_t index, const PollOutcome& outcome);
  /// The watcher started another generation.
  void restarted() { poll_requests_.restarted(); }
  /// What the store said when it did not take a commit; empty: it takes them again.
  void storage(const std::string& error) { storage_error_ = error; }

  /// {"answer": "status", "version", "pid", "started_at", "generation", "in_force_since", "refused": null or {"at",
  ///  "fault", "faults"}, "storage_error": text}. Times are UTC texts.
  nlohmann::ordered_json status() const;

 private:
  using Settled = std::function<void(const std::string& error)>;
  nlohmann::ordered_json greeting() const;
  void settle(Settled done);
  void flush();

  Parts parts_;
  TimePoint started_;
  PollRequests poll_requests_;
  ControlParts shared_;
  std::string storage_error_;
  bool opened_ = false;
  bool flushing_ = false;
  std::vector<Settled> settling_;  // wait for the next flush; what one under way takes in is not known
  std::unique_ptr<ControlServer> server_;
};

}  // namespace noticed
