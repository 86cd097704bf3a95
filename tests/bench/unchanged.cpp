#include "bench/unchanged.h"

#include <cmath>
#include <cstdio>

namespace noticed::bench {

namespace {

std::string title_of(const Options& options) {
  std::string title(to_text(options.speech));
  if (options.changing > 0) {
    const auto permille = static_cast<int>(std::lround(options.changing * 1000));
    title += ", " + std::to_string(permille / 10) + (permille % 10 == 0 ? "" : "." + std::to_string(permille % 10)) +
             " % of polls change";
  }
  return title;
}

std::string key_of(const Options& options) {
  constexpr const char* kNames[] = {"http1", "tls1", "http2"};
  std::string key = kNames[static_cast<int>(options.speech)];
  if (options.changing > 0) key += ".changing_" + std::to_string(static_cast<int>(std::lround(options.changing * 100)));
  return "polls." + key;
}

template <typename Of>
Row beside_bare(const Measured& outcome, const Of& of) {
  std::vector<double> daemon;
  std::vector<double> bare;
  std::vector<double> ratio;
  for (const auto& round : outcome.rounds) {
    daemon.push_back(of(round.daemon));
    bare.push_back(of(round.bare));
    ratio.push_back(daemon.back() / bare.back());
  }
  Row row;
  row.measured = spread(daemon);
  row.reference_name = "bare loop";
  row.reference = spread(bare).median;
  row.ratio = spread(ratio);
  return row;
}

template <typename Of>
Spread of_rounds(const Measured& outcome, const Of& of) {
  std::vector<double> values;
  for (const auto& round : outcome.rounds) values.push_back(of(round));
  return spread(values);
}

std::string turn_line(std::size_t number, const char* side, const Turn& turn) {
  char text[160];
  std::snprintf(text, sizeof text, "%-6zu %-7s %8.1f %10.0f %14.0f %8.0f%% %10.0f%%\n", number, side, turn.seconds,
                turn.rate(), turn.per_cpu_second(), 100 * turn.cpu_seconds / turn.seconds,
                100 * turn.server_cpu_seconds / turn.seconds);
  return text;
}

}  // namespace

std::vector<Row> rows_of(const Options& options, const Measured& outcome) {
  const bool unchanged = options.changing == 0;
  const std::string title = title_of(options);
  const std::string key = key_of(options);
  Row rate = beside_bare(outcome, [](const Turn& turn) { return turn.rate(); });
  rate.key = key + ".rate";
  rate.what = title + ": polls a second";
  Row per_cpu = beside_bare(outcome, [](const Turn& turn) { return turn.per_cpu_second(); });
  per_cpu.key = key + ".per_cpu_second";
  per_cpu.what = title + ": polls per CPU second";
  std::vector<Row> rows{rate, per_cpu};
  if (!unchanged) {
    Row changes;
    changes.key = key + ".changes_per_poll";
    changes.what = title + ": changes stored per 1,000 polls";
    changes.measured = spread({outcome.changes_per_poll * 1000});
    changes.digits = 1;
    rows.push_back(changes);
    return rows;
  }
  rows[0].bound = rows[1].bound = Bound::at_least;
  rows[0].budget = 0.80;
  rows[1].budget = 0.70;
  if (options.speech != Speech::http1) return rows;
  Row bytes;
  bytes.key = key + ".bytes_per_poll";
  bytes.what = "bytes written to disk per unchanged poll";
  bytes.measured = of_rounds(outcome, [](const Round& round) { return round.disk_bytes_per_row; });
  bytes.bound = Bound::at_most;
  bytes.budget = 200;
  rows.push_back(bytes);
  return rows;
}

std::string rounds_text(const Measured& outcome) {
  std::string out = "round  side     seconds    polls/s  polls/CPU s      CPU   server's\n";
  for (std::size_t i = 0; i < outcome.rounds.size(); ++i) {
    out += turn_line(i + 1, "daemon", outcome.rounds[i].daemon);
    out += turn_line(i + 1, "bare", outcome.rounds[i].bare);
  }
  return out + "database on " + outcome.file_system + ", in " + outcome.folder + "\n";
}

}  // namespace noticed::bench
