// noticed-soak: an hour of polls, changes, faults, reloads and deliveries. See README.md.
#include <exception>
#include <iostream>

#include "bench/watch_clock.h"
#include "soak/soak.h"
#include "support/command_line.h"

int main(int argc, char** argv) {
  noticed::soak::SoakOptions options;
  bool quick = false;
  bool no_past = false;
  noticed::test::CommandLine line(
      "Soaks the daemon: load, changes, faults, reloads, deliveries and pruning at once, for an hour");
  line.number("--minutes", options.minutes, "how long", 0.5, 10'000.0);
  line.number<decltype(options.resources)>("--resources", options.resources, "build jobs, each polled every 10 s", 100,
                                           1 << 20);
  line.flag("--no-past", no_past, "without a history of a month ago, which takes a minute to make");
  line.flag("--quick", quick, "one minute");
  line.parse(argc, argv);
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
