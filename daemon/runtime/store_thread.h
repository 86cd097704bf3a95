// The storage thread, the only one that touches the Store. Work is submitted to a queue, results are posted to the
// network thread. Commits that arrive close together share one transaction.
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

/// Called on the network thread; null: not committed, and the store is unchanged.
using CommitHandler = std::function<void(const CommitResult*)>;

struct CommitJob {
  PollReport cycle;
  CommitHandler done;
};
/// Runs on the storage thread; an exception is passed to `done` on the network thread.
struct WorkJob {
  std::function<void(Store&)> work;
  std::function<void(std::exception_ptr)> done;
};
using StoreJob = std::variant<CommitJob, WorkJob>;

/// The storage thread's only queue. Thread-safe.
class StoreQueue {
 public:
  void push(StoreJob job);
  /// Blocks until there is work. Returns one WorkJob, or all CommitJobs at the front after a short wait for more.
  /// Returns an empty queue once closed and drained.
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
  /// `on_error` is called on the network thread with the error text of a failed commit.
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
