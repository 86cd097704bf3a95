// Both ends of a change: answers what build jobs are asked, turning a flag over now and then, and takes the webhooks
// that tell of it. Times are those of the answer's last byte given to the kernel, and of the whole webhook read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/watch_clock.h"

namespace noticed::bench {

class TellingServer {
 public:
  /// Starts serving in its own thread.
  TellingServer();
  ~TellingServer();

  std::string url() const;
  /// Sets how many flags change per second, of one resource after the other; 0: none.
  void change(double a_second);
  /// Changes that were served and not yet reported.
  std::uint64_t pending() const;
  /// Latencies since the last call, in milliseconds.
  std::vector<double> take_latencies();
  /// What went wrong: a webhook without its change; "" if nothing.
  std::string complaint() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace noticed::bench
