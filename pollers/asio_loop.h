// The Loop of the program: an Asio executor and its timers. Network thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "pollers/loop.h"

namespace noticed {

class AsioLoop final : public Loop {
 public:
  /// The executor must run on one thread. Its context and `clock` must outlive this object and every Alarm it returned.
  AsioLoop(boost::asio::any_io_executor executor, const Clock& clock);
  /// Calls close().
  ~AsioLoop() override;
  AsioLoop(const AsioLoop&) = delete;
  AsioLoop& operator=(const AsioLoop&) = delete;

  const Clock& clock() const override { return clock_; }
  /// Work still queued when the context ends is destroyed without being called.
  void post(std::function<void()> work) override;
  /// `work` is released once it ran or was cancelled.
  [[nodiscard]] Alarm after(std::chrono::milliseconds delay, std::function<void()> work) override;

  /// Cancels all pending calls, including those of living Alarms, and accepts no more, so that no timer keeps the
  /// context's run() from returning: a forgotten pause of hours must not keep a stopped program alive.
  void close();

 private:
  struct Pending;
  struct Waiting;

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  std::shared_ptr<Waiting> waiting_;  // empty once closed
};

}  // namespace noticed
