#include "bench/history/history_bench.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "bench/daemon_run.h"
#include "bench/disk_dir.h"
#include "bench/history/maker.h"
#include "bench/history/questions.h"
#include "bench/history/sql_watch.h"
#include "bench/watch_clock.h"

namespace noticed::bench {

namespace fs = std::filesystem;

namespace {

constexpr double kMedianBudget = 10;  // milliseconds inside SQLite
constexpr double kP99Budget = 50;
constexpr double kStartBudget = 5;  // seconds
constexpr std::int64_t kScanBudget =
    10'000;  // rows; runs of the daemon and dead deliveries are scanned, but both are few

/// One question, put about every subject.
struct Answered {
  std::string name;
  std::vector<double> milliseconds;  // inside SQLite
  std::vector<double> whole;         // the whole command
  std::int64_t scanned = 0;          // at most, by one of them

  double at(double share) const {
    const auto last = static_cast<double>(milliseconds.size() - 1);
    return milliseconds[static_cast<std::size_t>(share * last + 0.5)];
  }
  bool good() const { return at(0.5) <= kMedianBudget && at(0.99) <= kP99Budget && scanned <= kScanBudget; }
};

struct HistoryFigures {
  std::optional<HistoryMade> made;
  std::uintmax_t bytes = 0;
  std::vector<Answered> answered;
  double start_seconds = 0;
};

void make(const HistoryOptions& options, const fs::path& database, HistoryFigures& figures) {
  HistoryPlan plan;
  plan.database = database;
  plan.changes = options.changes;
  plan.resources = options.resources;
  figures.made = make_history(plan, [&](const HistoryMade& so_far) {
    if (interrupted()) throw Interrupted();
    std::fprintf(stderr, "\r%9lu of %lu changes, %.0f s", static_cast<unsigned long>(so_far.changes),
                 static_cast<unsigned long>(plan.changes), so_far.seconds);
  });
  std::fputc('\n', stderr);
}

std::vector<Answered> ask_all(const fs::path& database, std::size_t count) {
  const auto subjects = choose_subjects(open_readonly(database).get(), count);
  take_work();
  std::map<std::string, std::size_t> places;
  std::vector<Answered> all;
  for (const Subject& subject : subjects) {
    for (const Question& question : questions_about(subject)) {
      if (interrupted()) throw Interrupted();
      const auto [place, fresh] = places.emplace(question.name, all.size());
      if (fresh) all.push_back({question.name, {}, {}, 0});
      Answered& answered = all[place->second];
      const SteadyTime begin = steady_now();
      ask(database, question);
      const SqlWork work = take_work();
      answered.whole.push_back(1000 * seconds_since(begin));
      answered.milliseconds.push_back(1000 * work.seconds);
      answered.scanned = std::max(answered.scanned, work.scanned);
    }
  }
  for (Answered& answered : all) {
    std::sort(answered.milliseconds.begin(), answered.milliseconds.end());
    std::sort(answered.whole.begin(), answered.whole.end());
  }
  return all;
}

/// Until it watches; its cloud is dark.
double start_daemon(const fs::path& folder, const fs::path& database) {
  fs::create_directories(folder / "credentials");
  std::ofstream(folder / "credentials/token") << "token\n";
  std::ofstream(folder / "noticed.toml")
      << "[storage]\npath = \"" << database.string() << "\"\n"
      << "[[account]]\nname = \"prod\"\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = \"token\"\n"
      << "endpoints = { build = \"http://127.0.0.1:9\", pipeline = \"http://127.0.0.1:9\", check = "
         "\"http://127.0.0.1:9\", repo = \"http://127.0.0.1:9\", project = \"http://127.0.0.1:9\" }\n"
      << "[[discover]]\n";
  DaemonPlan plan;
  plan.folder = folder;
  DaemonRun run(plan);
  run.stop();
  return run.start_seconds();
}

void print_text(const HistoryFigures& figures) {
  if (figures.made)
    std::printf("made %lu changes in %lu events in %.0f s\n", static_cast<unsigned long>(figures.made->changes),
                static_cast<unsigned long>(figures.made->events), figures.made->seconds);
  std::printf("database: %.1f GB\n\n%-45s %9s %9s %9s %9s %8s\n", static_cast<double>(figures.bytes) / 1e9,
              "one resource; milliseconds inside SQLite", "median", "p99", "most", "whole p50", "scanned");
  for (const Answered& answered : figures.answered)
    std::printf("%-45s %9.3f %9.3f %9.3f %9.3f %8ld%s\n", answered.name.c_str(), answered.at(0.5), answered.at(0.99),
                answered.milliseconds.back(), answered.whole[answered.whole.size() / 2],
                static_cast<long>(answered.scanned), answered.good() ? "" : "  MISSED");
  std::printf("\nbudgets: median <= %.0f ms, p99 <= %.0f ms, rows scanned <= %ld\n", kMedianBudget, kP99Budget,
              static_cast<long>(kScanBudget));
  std::printf("start of the daemon: %.2f s (budget %.0f s)%s\n", figures.start_seconds, kStartBudget,
              figures.start_seconds <= kStartBudget ? "" : "  MISSED");
}

void print_json(const HistoryFigures& figures) {
  using Json = nlohmann::ordered_json;
  Json document{{"bytes", figures.bytes}, {"start_seconds", figures.start_seconds}, {"questions", Json::array()}};
  if (figures.made)
    document["made"] = {
        {"changes", figures.made->changes}, {"events", figures.made->events}, {"seconds", figures.made->seconds}};
  for (const Answered& answered : figures.answered)
    document["questions"].push_back({{"question", answered.name},
                                     {"median_ms", answered.at(0.5)},
                                     {"p99_ms", answered.at(0.99)},
                                     {"max_ms", answered.milliseconds.back()},
                                     {"scanned", answered.scanned},
                                     {"good", answered.good()}});
  std::cout << document.dump(2) << '\n';
}

/// Statements differ by the values that stand in them: one of a kind is enough.
std::string kind_of(const std::string& sql) {
  std::string kind;
  bool quoted = false;
  for (const char c : sql) {
    if (c == '\'') quoted = !quoted;
    if (!quoted && (c < '0' || c > '9')) kind += c;
  }
  return kind;
}

void print_plans(const fs::path& database) {
  const Database opened = open_readonly(database);
  std::map<std::string, bool> printed;
  for (const auto& [statement, scanned] : statements_seen()) {
    if (!statement.starts_with("SELECT") || !printed.emplace(kind_of(statement), true).second) continue;
    std::printf("\n%s\n", statement.c_str());
    for (const auto& line : plan_of(opened.get(), statement)) std::printf("%s\n", line.c_str());
    if (scanned > 0) std::printf("  (stepped through %ld rows in full scans)\n", static_cast<long>(scanned));
  }
}

}  // namespace

bool history_bench(const HistoryOptions& options) {
  const DiskDir folder(NOTICED_BENCH_DIRECTORY);
  const fs::path database = (options.keep.empty() ? folder.path() : options.keep) / "noticed.db";
  HistoryFigures figures;
  if (!fs::exists(database)) {
    fs::create_directories(database.parent_path());
    make(options, database, figures);
  }
  figures.bytes = fs::file_size(database);
  watch_sql();
  figures.answered = ask_all(database, options.subjects);
  figures.start_seconds = start_daemon(folder.path() / "start", database);
  options.json ? print_json(figures) : print_text(figures);
  if (options.plans) print_plans(database);
  return figures.start_seconds <= kStartBudget &&
         std::all_of(figures.answered.begin(), figures.answered.end(), [](const Answered& one) { return one.good(); });
}

}  // namespace noticed::bench
