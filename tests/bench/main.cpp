// noticed-bench: the daemon's unchanged path beside a bare libcurl loop at the same server. See README.md.
#include <curl/curl.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "bench/report.h"
#include "bench/watch_clock.h"

int main(int argc, char** argv) {
  using namespace noticed::bench;
  Options options;
  CLI::App app("Measures the daemon's unchanged polls beside a bare curl_multi loop");
  app.add_option("--resources", options.resources, "build jobs that are watched")->check(CLI::Range(1, 1 << 24));
  app.add_option("--seconds", options.seconds, "of each measurement; rounded to whole flushes of 10 s")
      ->check(CLI::Range(1.0, 600.0));
  app.add_option("--rounds", options.rounds, "how often the two take turns")->check(CLI::Range(1, 100));
  app.add_flag("--json", options.json, "one JSON document");
  CLI11_PARSE(app, argc, argv);
  catch_signals();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  try {
    const Outcome outcome = measure(options);
    std::cout << (options.json ? json_report(options, outcome).dump(2) + "\n" : text_report(options, outcome));
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "noticed-bench: " << problem.what() << '\n';
    return 1;
  }
}
