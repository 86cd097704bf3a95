// The Loop of the running program: an Asio executor and its timers. Network thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "pollers/loop.h"

namespace noticed {

class AsioLoop final : public Loop {
 public:
  /// The executor must run on one thread. Its context and the clock must outlive this object and every Alarm it gave.
  AsioLoop(boost::asio::any_io_executor executor, const Clock& clock);
  /// As close().
  ~AsioLoop() override;
  AsioLoop(const AsioLoop&) = delete;
  AsioLoop& operator=(const AsioLoop&) = delete;

  const Clock& clock() const override { return clock_; }
  /// What is still posted when the context ends is destroyed without being called.
  void post(std::function<void()> work) override;
  /// Nothing that `work` holds is kept once it ran or was called off.
  [[nodiscard]] Alarm after(std::chrono::milliseconds delay, std::function<void()> work) override;

  /// Calls off whatever is to come, whoever still waits for it, and takes nothing more: no timer keeps the context's
  /// run() from returning. A pause of hours that somebody forgot to cancel must not keep a stopped program alive.
  void close();

 private:
  struct Pending;
  struct Waiting;

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  std::shared_ptr<Waiting> waiting_;  // empty once closed
};

}  // namespace noticed
