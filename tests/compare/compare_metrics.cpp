#include "compare/compare_metrics.h"

#include <csignal>
#include <sstream>
#include <stdexcept>

#include "system/http_get.h"

namespace noticed::compare {

namespace {

Metrics parse(const std::string& text) {
  Metrics metrics;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    std::string mark, kind, name, rest;
    words >> mark >> kind >> name;
    std::getline(words, rest);
    if (line.starts_with("# "))
      metrics.help[name] += kind + rest + "\n";
    else if (!line.empty())
      metrics.series.insert(line.substr(0, line.rfind(' ')));
  }
  return metrics;
}

std::string lines(const std::set<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += one + "\n";
  return text;
}

bool is_of_the_moment(const std::string& column) { return column.ends_with("_at") || column == "polls"; }

View lasting(const View& view) {
  View kept;
  kept.rows.resize(view.rows.size());
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    if (is_of_the_moment(view.columns[i])) continue;
    kept.columns.push_back(view.columns[i]);
    for (std::size_t row = 0; row < view.rows.size(); ++row) kept.rows[row].push_back(view.rows[row][i]);
  }
  return kept;
}

}  // namespace

Life live(const CopiedHistory& history, std::uint16_t port) {
  Life life;
  const auto daemon = history.start();
  const bool ready = test::eventually(
      [&] {
        return test::http_get(port, "/readyz").starts_with("200") &&
               history.query("SELECT 1 FROM gaps WHERE to_at IS NULL AND reason <> 'not_watched'").empty();
      },
      std::chrono::seconds{60});
  if (ready) life.metrics = parse(test::http_get(port, "/metrics").substr(4));
  daemon->signal(SIGTERM);
  if (daemon->wait() != 0 || !ready || life.metrics.series.empty())
    throw std::runtime_error("no life of " + history.program().string() + ":\n" +
                             noticed::read_file(history.dir() / "log"));
  life.views = views_of(history);
  return life;
}

void compare_metrics(const Metrics& before, const Metrics& after, Findings& findings) {
  for (const auto& [name, help] : before.help) {
    findings.compared("metrics");
    const auto found = after.help.find(name);
    if (found == after.help.end())
      findings.differs("metric", name, "it is gone");
    else
      findings.texts("types and help of metrics", name, help, found->second);
  }
  for (const auto& [name, help] : after.help)
    if (!before.help.contains(name)) findings.added("metric", name);
  findings.compared("series of metrics", before.series.size());
  findings.texts("series", "names and labels", lines(before.series), lines(after.series));
}

void compare_lives(const Views& before, const Views& after, Findings& findings) {
  Views was;
  Views is;
  for (const auto* name : {"settings", "changes", "coverage"}) {
    was["after a life: " + std::string(name)] = lasting(before.at(name));
    is["after a life: " + std::string(name)] = lasting(after.at(name));
  }
  compare_views(was, is, findings);
}

}  // namespace noticed::compare
