// The storage thread: the only one that touches the Store. Work goes in by a queue, answers come back as calls posted
// to the network thread. Commits that arrive close together share one transaction.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "daemon/runtime/store_access.h"

namespace noticed {

/// Called on the network thread; nothing: the store did not take it, and what it holds is as before.
using CommitHandler = std::function<void(const CommitResult*)>;

struct CommitJob {
  PollReport cycle;
  CommitHandler done;
};
/// Runs on the storage thread; exceptions become the error that `done` gets on the network thread.
struct WorkJob {
  std::function<void(Store&)> work;
  std::function<void(std::exception_ptr)> done;
};
using StoreJob = std::variant<CommitJob, WorkJob>;

/// The one queue into the storage thread. Thread-safe.
class StoreQueue {
 public:
  void push(StoreJob job);
  /// Waits for work. Takes one WorkJob, or all CommitJobs at the front, having waited a moment for more of them.
  /// Empty once closed and drained.
  std::deque<StoreJob> take();
  void close();
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<StoreJob> jobs_;
  bool closed_ = false;
};

class StoreThread final : public StoreAccess {
 public:
  /// `on_error` is called on the network thread when a commit failed, with its message.
  StoreThread(boost::asio::any_io_executor network, std::unique_ptr<Store> store,
              std::function<void(const std::string&)> on_error);
  /// Drains the queue, then destroys the store.
  ~StoreThread() override;
  StoreThread(const StoreThread&) = delete;
  StoreThread& operator=(const StoreThread&) = delete;

  void commit(PollReport cycle, CommitHandler done);
  void run(std::function<void(Store&)> work, std::function<void(std::exception_ptr)> done) override;

 private:
  void loop();
  void commit_all(std::deque<StoreJob> jobs);

  boost::asio::any_io_executor network_;
  std::unique_ptr<Store> store_;
  std::function<void(const std::string&)> on_error_;
  StoreQueue queue_;
  std::thread thread_;
};

}  // namespace noticed
