// The Loop of the running program: an Asio executor and its timers. Network thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "pollers/loop.h"

namespace noticed {

class AsioLoop final : public Loop {
 public:
  /// The executor must run on one thread. Its context and the clock must outlive this object and every Alarm it gave.
  AsioLoop(boost::asio::any_io_executor executor, const Clock& clock);

  const Clock& clock() const override { return clock_; }
  /// What is still posted when the context ends is destroyed without being called.
  void post(std::function<void()> work) override;
  /// Nothing that `work` holds is kept once it ran or was called off.
  [[nodiscard]] Alarm after(std::chrono::milliseconds delay, std::function<void()> work) override;

 private:
  boost::asio::any_io_executor executor_;
  const Clock& clock_;
};

}  // namespace noticed
