#include "bench/watch_clock.h"

#include <csignal>
#include <cstdio>
#include <thread>

namespace noticed::bench {

namespace {

volatile std::sig_atomic_t signalled = 0;

}  // namespace

void catch_signals() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { signalled = 1; });
}

bool interrupted() { return signalled != 0; }

SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

double seconds_since(SteadyTime begin) { return Seconds(steady_now() - begin).count(); }

void say(const std::string& text) { std::fprintf(stderr, "bench: %s\n", text.c_str()); }

void nap(std::chrono::milliseconds pause) {
  std::this_thread::sleep_for(pause);
  if (interrupted()) throw Interrupted();
}

void wait_until(const std::string& what, Seconds patience, const std::function<bool()>& condition) {
  const SteadyTime begin = steady_now();
  while (!condition()) {
    if (Seconds(steady_now() - begin) > patience) throw std::runtime_error("waited in vain for " + what);
    nap(std::chrono::milliseconds{10});
  }
}

}  // namespace noticed::bench
