#include "codearts/cloud_clock.h"

namespace codearts {
namespace {

std::chrono::milliseconds system_time() {
  // lint: clock: the simulated cloud is a server with a clock of its own; simulations hand it theirs
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

}  // namespace

Clock::Clock(Source source) : source_(source ? std::move(source) : Source(&system_time)) {}

}  // namespace codearts
