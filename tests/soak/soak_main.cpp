// noticed-soak: an hour of polls, changes, faults, reloads and deliveries. See README.md.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "bench/watch_clock.h"
#include "soak/soak.h"

int main(int argc, char** argv) {
  noticed::soak::SoakOptions options;
  bool quick = false;
  CLI::App app("Soaks the daemon: load, changes, faults, reloads, deliveries and pruning at once, for an hour");
  app.add_option("--minutes", options.minutes, "how long")->check(CLI::Range(0.5, 10'000.0));
  app.add_option("--resources", options.resources, "build jobs, each polled every 10 s")
      ->check(CLI::Range(100, 1 << 20));
  bool no_past = false;
  app.add_flag("--no-past", no_past, "without a history of a month ago, which takes a minute to make");
  app.add_flag("--quick", quick, "one minute");
  CLI11_PARSE(app, argc, argv);
  if (quick) options.minutes = 1;
  options.ancient = !no_past;
  noticed::bench::catch_signals();
  noticed::soak::Checks checks;
  try {
    noticed::soak::soak(options, checks);
  } catch (const noticed::bench::Interrupted&) {
    std::cerr << "noticed-soak: interrupted\n";
    return 1;
  } catch (const std::exception& problem) {
    checks.check(false, problem.what());
    std::cout << "attack: soak: 1 times, - lost, - duplicated, 1 crashed" << std::endl;
  }
  return checks.finish();
}
