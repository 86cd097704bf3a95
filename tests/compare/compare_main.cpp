// noticed-compare: what a large change of the code did not change. See README.md.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "compare/compare_commands.h"
#include "compare/compare_events.h"
#include "compare/compare_metrics.h"
#include "compare/compare_views.h"
#include "compare/findings.h"
#include "compare/recorded_history.h"

namespace noticed::compare {
namespace {

struct Programs {
  std::filesystem::path before;
  std::filesystem::path after = NOTICED_BINARY;
};

void say(const std::string& text) { std::cerr << "compare: " << text << std::endl; }

std::string covered(const test::Scene& scene, const std::string& sql) {
  std::string text;
  for (const auto& row : scene.query(sql)) text += " " + row[0];
  return text;
}

void print_history(const test::Scene& scene) {
  std::cout << "the history that OLD recorded: " << scene.count("SELECT count(*) FROM events") << " events of types"
            << covered(scene, "SELECT DISTINCT substr(type, 9) FROM events ORDER BY 1") << "; "
            << scene.count("SELECT count(*) FROM changes") << " changes of effects"
            << covered(scene, "SELECT DISTINCT effect FROM changes ORDER BY 1") << "; "
            << scene.count("SELECT count(*) FROM gaps") << " gaps for"
            << covered(scene, "SELECT DISTINCT reason FROM gaps ORDER BY 1") << "; deliveries"
            << covered(scene, "SELECT count(*) || ' ' || state FROM deliveries GROUP BY state") << "\n";
}

/// What one program makes of a copy of the recorded history.
struct Reading {
  Views views;
  std::vector<Told> answers;
  std::vector<Told> options;
  std::vector<Told> tries;
  Life life;
};

Reading read(RecordedHistory& history, const std::filesystem::path& program, TimePoint now,
             std::vector<Arguments>& commands, bool upgrades) {
  Reading reading;
  {
    say(program.string() + " reads a copy");
    const CopiedHistory copy(history.scene(), program, now);
    if (upgrades) copy.upgrade();
    reading.views = views_of(copy);
    if (commands.empty()) commands = reading_commands(copy);
    reading.answers = read_all(copy, commands);
    reading.options = options_of_all(copy);
    reading.tries = try_all(copy);
  }
  say(program.string() + " lives on a copy");
  const CopiedHistory copy(history.scene(), program, now);
  reading.life = live(copy, history.port());
  return reading;
}

void compare_readings(RecordedHistory& history, const Programs& programs, Findings& findings) {
  const TimePoint now = SystemClock().wall() + std::chrono::minutes{10};
  std::vector<Arguments> commands;
  const Reading before = read(history, programs.before, now, commands, false);
  const Reading after = read(history, programs.after, now, commands, true);
  compare_views(before.views, after.views, findings);
  compare_answers(before.answers, after.answers, findings);
  compare_answers(before.options, after.options, findings);
  compare_statuses(before.tries, after.tries, findings);
  compare_metrics(before.life.metrics, after.life.metrics, findings);
  compare_lives(before.life.views, after.life.views, findings);
}

bool run(const Programs& programs, const std::filesystem::path& allow) {
  Findings findings(allow);
  say("OLD records: " + programs.before.string());
  RecordedHistory before(programs.before, {});
  before.record();
  print_history(before.scene());
  compare_readings(before, programs, findings);
  say("NEW records the same: " + programs.after.string());
  RecordedHistory after(programs.after, before.key());
  after.record();
  compare_events(events_of(before.scene()), events_of(after.scene()), findings);
  findings.texts("deliveries", "by type, sink and end", deliveries_of(before.scene()), deliveries_of(after.scene()));
  return findings.report(std::cout);
}

}  // namespace
}  // namespace noticed::compare

int main(int argc, char** argv) {
  using namespace noticed::compare;
  Programs programs;
  std::filesystem::path allow;
  CLI::App app("Compares what two programs record, store and print");
  app.add_option("OLD", programs.before, "program of an earlier version")->required()->check(CLI::ExistingFile);
  app.add_option("NEW", programs.after, "the other one; default this build's")->check(CLI::ExistingFile);
  app.add_option("--allow", allow, "known differences, a line each: PATTERN # reason")->check(CLI::ExistingFile);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(programs, allow) ? 0 : 1;
  } catch (const std::exception& problem) {
    std::cerr << "noticed-compare: " << problem.what() << '\n';
    return 2;
  }
}
