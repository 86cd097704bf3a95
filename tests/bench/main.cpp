// noticed-bench: the daemon's unchanged path beside a bare libcurl loop at the same server. See README.md.
#include <curl/curl.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "bench/history/history_bench.h"
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
  HistoryOptions history;
  auto* about_history = app.add_subcommand("history", "Makes a long history and asks it everything about one resource");
  about_history->add_option("--changes", history.changes, "that it has")->check(CLI::Range(1, 1 << 30));
  about_history->add_option("--resources", history.resources, "that they are of")->check(CLI::Range(100, 1 << 24));
  about_history->add_option("--subjects", history.subjects, "resources to ask about")->check(CLI::Range(2, 1 << 20));
  about_history->add_option("--keep", history.keep, "folder where the database stays; asked as it is if it is there");
  about_history->add_flag("--plans", history.plans, "also print the plan of every statement");
  about_history->add_flag("--json", history.json, "one JSON document");
  CLI11_PARSE(app, argc, argv);
  catch_signals();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  try {
    if (*about_history) return history_bench(history) ? 0 : 2;
    const Outcome outcome = measure(options);
    std::cout << (options.json ? json_report(options, outcome).dump(2) + "\n" : text_report(options, outcome));
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "noticed-bench: " << problem.what() << '\n';
    return 1;
  }
}
