// Waiting, for the thread that runs the benchmark. A signal to end (INT, TERM) ends a wait by an exception, so that
// everything is cleaned up on the way out.
#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>

namespace noticed::bench {

using SteadyTime = std::chrono::steady_clock::time_point;
using Seconds = std::chrono::duration<double>;

struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

/// From now on INT and TERM are remembered.
void catch_signals();
bool interrupted();

SteadyTime steady_now();
double seconds_since(SteadyTime begin);

/// A line on standard error, for whoever waits.
void say(const std::string& text);

/// Throws Interrupted.
void nap(std::chrono::milliseconds pause);
/// Looks every 10 ms until `condition` holds. Throws std::runtime_error naming `what` after `patience`, or Interrupted.
void wait_until(const std::string& what, Seconds patience, const std::function<bool()>& condition);

}  // namespace noticed::bench
