#include "bench/report.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <functional>
#include <optional>
#include <vector>

namespace noticed::bench {

namespace {

/// One figure over all rounds.
struct Figure {
  const char* name;  // for people
  const char* key;   // for programs
  std::function<double(const Round&)> of;
  int digits;
  std::optional<double> at_least;
  std::optional<double> at_most;
};

const std::vector<Figure>& figures() {
  static const std::vector<Figure> kFigures{
      {"polls/s, daemon", "daemon_rate", [](const Round& r) { return r.daemon.rate(); }, 0, {}, {}},
      {"polls/s, bare loop", "bare_rate", [](const Round& r) { return r.bare.rate(); }, 0, {}, {}},
      {"  daemon / bare", "rate_ratio", [](const Round& r) { return r.daemon.rate() / r.bare.rate(); }, 2, 0.80, {}},
      {"polls per CPU second, daemon",
       "daemon_per_cpu_second",
       [](const Round& r) { return r.daemon.per_cpu_second(); },
       0,
       {},
       {}},
      {"polls per CPU second, bare loop",
       "bare_per_cpu_second",
       [](const Round& r) { return r.bare.per_cpu_second(); },
       0,
       {},
       {}},
      {"  daemon / bare",
       "per_cpu_second_ratio",
       [](const Round& r) { return r.daemon.per_cpu_second() / r.bare.per_cpu_second(); },
       2,
       0.70,
       {}},
      {"bytes to disk per poll",
       "disk_bytes_per_poll",
       [](const Round& r) { return r.disk_bytes_per_poll; },
       1,
       {},
       200},
      {"  per confirmed resource and flush",
       "disk_bytes_per_row",
       [](const Round& r) { return r.disk_bytes_per_row; },
       1,
       {},
       {}},
      {"bytes by write() per poll",
       "call_bytes_per_poll",
       [](const Round& r) { return r.call_bytes_per_poll; },
       1,
       {},
       {}},
  };
  return kFigures;
}

struct Spread {
  double median, least, most;
};

Spread spread(const Figure& figure, const std::vector<Round>& rounds) {
  std::vector<double> values;
  for (const auto& round : rounds) values.push_back(figure.of(round));
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back()};
}

bool met(const Figure& figure, double value) {
  return (!figure.at_least || value >= *figure.at_least) && (!figure.at_most || value <= *figure.at_most);
}

[[gnu::format(printf, 1, 2)]] std::string format(const char* pattern, ...) {
  char text[256];
  va_list values;
  va_start(values, pattern);
  std::vsnprintf(text, sizeof text, pattern, values);
  va_end(values);
  return text;
}

std::string budget_text(const Figure& figure, double value) {
  if (!figure.at_least && !figure.at_most) return "";
  const std::string bound = figure.at_least ? format(">= %.2f", *figure.at_least) : format("<= %.0f", *figure.at_most);
  return bound + (met(figure, value) ? "  kept" : "  MISSED");
}

std::string turn_line(std::size_t number, const char* side, const Turn& turn) {
  return format("%-6zu %-7s %8.1f %10.0f %14.0f %8.0f%% %10.0f%%", number, side, turn.seconds, turn.rate(),
                turn.per_cpu_second(), 100 * turn.cpu_seconds / turn.seconds,
                100 * turn.cloud_cpu_seconds / turn.seconds);
}

std::string rounds_text(const Outcome& outcome) {
  std::string out = "round  side     seconds    polls/s  polls/CPU s      CPU   server's  bytes/poll\n";
  for (std::size_t i = 0; i < outcome.rounds.size(); ++i) {
    const Round& round = outcome.rounds[i];
    out += turn_line(i + 1, "daemon", round.daemon) + format(" %11.1f\n", round.disk_bytes_per_poll);
    out += turn_line(i + 1, "bare", round.bare) + "\n";
  }
  return out;
}

constexpr double kMiB = 1024.0 * 1024.0;
constexpr double kMemoryBudget = 512 * kMiB / 1e6;  // bytes a resource: a million in 512 MiB
constexpr double kKeepsUp = 0.9;                    // of the schedule's one poll a second: it was not always behind

std::string idle_warning(const Options& options, const Outcome& outcome) {
  for (const auto& round : outcome.rounds)
    if (round.daemon.rate() > kKeepsUp * static_cast<double>(options.resources))
      return "NOT COMPARABLE: so few resources do not keep the daemon busy; take more.\n\n";
  return "";
}

std::string memory_text(const Options& options, const Outcome& outcome) {
  const auto line = [&](const char* when, std::uint64_t memory) {
    return format("  %-12s %7.1f MiB, %5.0f bytes a resource more than with one (%.1f MiB)\n", when,
                  static_cast<double>(memory) / kMiB, outcome.memory_per_resource(memory, options.resources),
                  static_cast<double>(outcome.memory_of_one) / kMiB);
  };
  return "memory, resident\n" + line("first sight", outcome.memory_after_sight) +
         line("at the end", outcome.memory_after_rounds) +
         format("  budget       <= %.0f bytes (a million resources in 512 MiB)%s\n", kMemoryBudget,
                outcome.memory_per_resource(outcome.memory_after_sight, options.resources) <= kMemoryBudget
                    ? "  kept"
                    : "  MISSED");
}

nlohmann::ordered_json json_of(const Turn& turn) {
  return {{"seconds", turn.seconds},
          {"polls", turn.polls},
          {"cpu_seconds", turn.cpu_seconds},
          {"server_cpu_seconds", turn.cloud_cpu_seconds}};
}

}  // namespace

std::string text_report(const Options& options, const Outcome& outcome) {
  std::string out = format("%llu build jobs, unchanged; database on %s, in ",
                           static_cast<unsigned long long>(options.resources), outcome.file_system.c_str()) +
                    outcome.folder + "\n\n" + idle_warning(options, outcome) + rounds_text(outcome) + "\n";
  out += format("%-36s %10s   %-21s %s\n", "", "median", "min - max", "budget");
  for (const auto& figure : figures()) {
    const Spread all = spread(figure, outcome.rounds);
    const std::string range = format("%.*f - %.*f", figure.digits, all.least, figure.digits, all.most);
    out += format("%-36s %10.*f   %-21s ", figure.name, figure.digits, all.median, range.c_str()) +
           budget_text(figure, all.median) + "\n";
  }
  out += "\n" + memory_text(options, outcome);
  out += format("start until watching: %.2f s, again %.2f s; first sight: %.1f s\n", outcome.start_seconds,
                outcome.restart_seconds, outcome.first_sight_seconds);
  out += "\nAbsolute times and rates are this machine's, at this hour: compare the ratios only.\n";
  return out;
}

nlohmann::ordered_json json_report(const Options& options, const Outcome& outcome) {
  nlohmann::ordered_json medians;
  for (const auto& figure : figures()) {
    const Spread all = spread(figure, outcome.rounds);
    nlohmann::ordered_json entry{{"median", all.median}, {"min", all.least}, {"max", all.most}};
    if (figure.at_least) entry["at_least"] = *figure.at_least;
    if (figure.at_most) entry["at_most"] = *figure.at_most;
    if (figure.at_least || figure.at_most) entry["kept"] = met(figure, all.median);
    medians[figure.key] = std::move(entry);
  }
  auto rounds = nlohmann::ordered_json::array();
  for (const auto& round : outcome.rounds)
    rounds.push_back({{"daemon", json_of(round.daemon)},
                      {"bare", json_of(round.bare)},
                      {"flushes", round.flushes},
                      {"disk_bytes_per_poll", round.disk_bytes_per_poll},
                      {"call_bytes_per_poll", round.call_bytes_per_poll}});
  const auto per_resource = [&](std::uint64_t memory) {
    return outcome.memory_per_resource(memory, options.resources);
  };
  return {{"resources", options.resources},
          {"folder", outcome.folder},
          {"file_system", outcome.file_system},
          {"figures", std::move(medians)},
          {"memory",
           {{"one_resource", outcome.memory_of_one},
            {"after_first_sight", outcome.memory_after_sight},
            {"at_the_end", outcome.memory_after_rounds},
            {"per_resource_after_first_sight", per_resource(outcome.memory_after_sight)},
            {"per_resource_at_the_end", per_resource(outcome.memory_after_rounds)},
            {"per_resource_at_most", kMemoryBudget}}},
          {"start_seconds", outcome.start_seconds},
          {"restart_seconds", outcome.restart_seconds},
          {"first_sight_seconds", outcome.first_sight_seconds},
          {"rounds", std::move(rounds)}};
}

}  // namespace noticed::bench
