// noticed-weather-attack: bad servers, names, certificates, sinks and clocks, one after the other. See README.md.
#include <array>
#include <csignal>
#include <exception>
#include <iostream>

#include "bench/watch_clock.h"
#include "support/command_line.h"
#include "weather/scenarios.h"

namespace {

using noticed::weather::Trial;

struct Scenario {
  const char* name;
  void (*play)(const Trial&);
};

constexpr std::array kScenarios{Scenario{"dripping-head", &noticed::weather::dripping_head},
                                Scenario{"dripping-body", &noticed::weather::dripping_body},
                                Scenario{"endless-head", &noticed::weather::endless_head},
                                Scenario{"endless-trailers", &noticed::weather::endless_trailers},
                                Scenario{"endless-interim", &noticed::weather::endless_interim},
                                Scenario{"endless-body", &noticed::weather::endless_body},
                                Scenario{"gzip-bomb", &noticed::weather::gzip_bomb},
                                Scenario{"silence", &noticed::weather::silence},
                                Scenario{"reset", &noticed::weather::reset},
                                Scenario{"latency", &noticed::weather::latency},
                                Scenario{"unknown-host", &noticed::weather::unknown_host},
                                Scenario{"deaf-name-server", &noticed::weather::deaf_name_server},
                                Scenario{"expired-certificate", &noticed::weather::expired_certificate},
                                Scenario{"foreign-certificate", &noticed::weather::foreign_certificate},
                                Scenario{"dripping-sink", &noticed::weather::dripping_sink},
                                Scenario{"endless-sink", &noticed::weather::endless_sink},
                                Scenario{"flooding-sink", &noticed::weather::flooding_sink},
                                Scenario{"redirecting-sink", &noticed::weather::redirecting_sink},
                                Scenario{"clock-forward", &noticed::weather::clock_forward},
                                Scenario{"clock-backward", &noticed::weather::clock_backward},
                                Scenario{"summer-begins", &noticed::weather::summer_begins},
                                Scenario{"summer-ends", &noticed::weather::summer_ends}};

}  // namespace

int main(int argc, char** argv) {
  bool quick = false;
  std::string only;
  noticed::test::CommandLine line("Bad weather from outside: servers, names, certificates, sinks and clocks");
  line.flag("--quick", quick, "a few seconds of each");
  line.text("--only", only, "one of them");
  line.parse(argc, argv);
  noticed::bench::catch_signals();
  std::signal(SIGPIPE, SIG_IGN);
  noticed::soak::Checks checks;
  for (const auto& scenario : kScenarios) {
    if (!only.empty() && only != scenario.name) continue;
    std::cout << "weather: " << scenario.name << std::endl;
    try {
      scenario.play(Trial{checks, quick});
    } catch (const noticed::bench::Interrupted&) {
      std::cerr << "noticed-weather-attack: interrupted\n";
      return 1;
    } catch (const std::exception& problem) {
      checks.check(false, scenario.name, problem.what());
      std::cout << "attack: weather " << scenario.name << ": 1 times, - lost, - duplicated, 1 crashed" << std::endl;
    }
  }
  return checks.finish();
}
