// noticed-bench: what the daemon does and costs, beside references in the same run. See README.md.
#include <curl/curl.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>

#include "bench/history/history_bench.h"
#include "bench/latency.h"
#include "bench/pair.h"
#include "bench/scale.h"
#include "bench/unchanged.h"
#include "bench/urlwatch_run.h"
#include "bench/watch_clock.h"

namespace noticed::bench {
namespace {

const std::vector<std::string> kParts{"polls", "changing", "urlwatch", "latency", "scale"};

struct Plan {
  std::vector<std::string> parts = kParts;
  Options polls;
  LatencyOptions latency;
  ScaleOptions scale;
  bool quick = false;
  std::string file;  // where the rows go as JSON; empty: nowhere

  bool wants(const std::string& part) const { return std::find(parts.begin(), parts.end(), part) != parts.end(); }
  void shorten() {
    polls.rounds = latency.rounds = scale.starts = 1;
    latency.seconds = 10;
    scale.sizes = {1'000, 10'000};
  }
};

void append(std::vector<Row>& rows, std::vector<Row> more) {
  rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Row> polls_rows(Options options, Speech speech, double changing) {
  options.speech = speech;
  options.changing = changing;
  const Measured outcome = measure(options);
  std::cerr << rounds_text(outcome);
  return rows_of(options, outcome);
}

/// Beside the daemon's own on the same server in the same run.
Row urlwatch_row(const std::vector<Row>& rows, const Spread& urlwatch) {
  const auto daemon =
      std::find_if(rows.begin(), rows.end(), [](const Row& row) { return row.key == "polls.http1.per_cpu_second"; });
  Row row = *daemon;
  row.key = "polls.urlwatch.per_cpu_second";
  row.what = "HTTP/1.1: polls per CPU second, beside urlwatch";
  row.reference_name = "urlwatch";
  row.reference = urlwatch.median;
  row.ratio = Spread{row.measured.median / urlwatch.median, row.measured.least / urlwatch.most,
                     row.measured.most / urlwatch.least};
  row.bound = Bound::at_least;
  row.budget = 20;
  return row;
}

std::vector<Row> measured_rows(const Plan& plan) {
  std::vector<Row> rows;
  if (plan.wants("polls") || plan.wants("urlwatch")) append(rows, polls_rows(plan.polls, Speech::http1, 0));
  if (plan.wants("polls"))
    for (const auto speech : {Speech::tls1, Speech::http2}) append(rows, polls_rows(plan.polls, speech, 0));
  if (plan.wants("changing"))
    for (const double share : {0.01, 0.10}) append(rows, polls_rows(plan.polls, Speech::http1, share));
  if (plan.wants("urlwatch"))
    if (const auto urlwatch = urlwatch_per_cpu_second(500, plan.polls.rounds))
      rows.push_back(urlwatch_row(rows, *urlwatch));
  if (plan.wants("latency")) append(rows, latency_rows(plan.latency));
  if (plan.wants("scale")) append(rows, scale_rows(plan.scale));
  return rows;
}

bool all_kept(const std::vector<Row>& rows) {
  return std::none_of(rows.begin(), rows.end(), [](const Row& row) { return row.kept() == false; });
}

int run_pair(const PairOptions& options) {
  const std::vector<Row> rows = pair_rows(options);
  std::cout << table_of(rows);
  return all_kept(rows) ? 0 : 1;
}

int run(const Plan& plan) {
  const std::vector<Row> rows = measured_rows(plan);
  std::cout << table_of(rows);
  if (!plan.file.empty()) {
    std::ofstream file(plan.file);
    file << json_of(rows).dump(2) << '\n';
    if (!file.flush()) throw std::runtime_error("cannot write " + plan.file);
    say("the same for programs: " + plan.file);
  }
  return all_kept(rows) ? 0 : 2;
}

}  // namespace
}  // namespace noticed::bench

int main(int argc, char** argv) {
  using namespace noticed::bench;
  Plan plan;
  HistoryOptions history;
  CLI::App app("Measures the daemon, beside references in the same run");
  app.add_option("part", plan.parts, "what to measure; default all of it")->check(CLI::IsMember(kParts));
  app.add_option("--resources", plan.polls.resources, "build jobs that are polled")->check(CLI::Range(1, 1 << 24));
  app.add_option("--seconds", plan.polls.seconds, "of each turn of polling; rounded to whole flushes of 10 s")
      ->check(CLI::Range(1.0, 600.0));
  app.add_option("--rounds", plan.polls.rounds, "how often the sides take turns")->check(CLI::Range(1, 100));
  app.add_option("--sizes", plan.scale.sizes, "resources of each size of `scale`")->delimiter(',');
  app.add_flag("--quick", plan.quick, "one round of each, small sizes: whether it works, not how fast");
  app.add_option("--json", plan.file, "file to write the rows to");
  auto* about_history = app.add_subcommand("history", "Makes a long history and asks it everything about one resource");
  about_history->add_option("--changes", history.changes, "that it has")->check(CLI::Range(1, 1 << 30));
  about_history->add_option("--resources", history.resources, "that they are of")->check(CLI::Range(100, 1 << 24));
  about_history->add_option("--subjects", history.subjects, "resources to ask about")->check(CLI::Range(2, 1 << 20));
  about_history->add_option("--keep", history.keep, "folder where the database stays; asked as it is if it is there");
  about_history->add_flag("--plans", history.plans, "also print the plan of every statement");
  about_history->add_flag("--json", history.json, "one JSON document");
  PairOptions pair;
  auto* about_pair = app.add_subcommand("pair", "Two programs in turn: what a change of the code costs");
  about_pair->add_option("OLD", pair.before, "program of an earlier version")->required()->check(CLI::ExistingFile);
  about_pair->add_option("NEW", pair.after, "the other one; default this build's")->check(CLI::ExistingFile);
  about_pair->add_option("--pairs", pair.pairs, "turns of each side")->check(CLI::Range(1, 1000));
  about_pair->add_option("--resources", pair.resources, "build jobs that are polled")->check(CLI::Range(1, 1 << 24));
  about_pair->add_option("--memory-resources", pair.memory_resources, "discovered for the measurement of memory")
      ->check(CLI::Range(2'000, 100'000));
  about_pair->add_option("--memory-pairs", pair.memory_pairs, "measurements of memory of each side")
      ->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);
  if (plan.quick) plan.shorten();
  catch_signals();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  try {
    if (*about_pair) return run_pair(pair);
    if (*about_history) return history_bench(history) ? 0 : 2;
    return run(plan);
  } catch (const std::exception& problem) {
    std::cerr << "noticed-bench: " << problem.what() << '\n';
    return 1;
  }
}
