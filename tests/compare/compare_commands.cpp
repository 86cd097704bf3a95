#include "compare/compare_commands.h"

#include <algorithm>
#include <regex>
#include <set>

namespace noticed::compare {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kCommands{"init",   "run",       "check", "status",  "poll",        "history", "show",
                                         "diff",   "coverage",  "gaps",  "explain", "deliveries",  "replay",  "report",
                                         "verify", "test-sink", "prune", "backup",  "fingerprint", "forget"};
const std::set<std::string> kWithJson{"check",   "status",     "history", "show",   "diff",        "coverage", "gaps",
                                      "explain", "deliveries", "replay",  "verify", "fingerprint", "forget"};
const std::set<std::string> kWithCsv{"status", "history", "diff", "coverage", "gaps", "deliveries"};

std::string text_of(const Arguments& arguments) {
  std::string text;
  for (const auto& argument : arguments) text += (text.empty() ? "" : " ") + argument;
  return text;
}

std::string one(const CopiedHistory& history, const std::string& sql) {
  const auto rows = history.query(sql);
  return rows.empty() ? "" : rows[0][0];
}

/// The time of the change that stands so far in the history, of four quarters.
std::string quarter(const CopiedHistory& history, int number) {
  return one(history, "SELECT observed_at FROM changes ORDER BY id LIMIT 1 OFFSET (SELECT count(*) * " +
                          std::to_string(number) + " / 4 FROM changes)");
}

void add_lists(std::vector<Arguments>& all, const std::string& early, const std::string& late) {
  for (const auto* service : {"build", "pipeline", "check", "repo"}) all.push_back({"history", "--service", service});
  for (const auto* effect : {"muted", "unmuted", "redirected", "recipients_added", "recipients_removed", "inherited",
                             "overridden", "adjusted", "unrecognized"})
    all.push_back({"history", "--effect", effect});
  for (const auto* severity : {"info", "warning", "critical"}) all.push_back({"history", "--severity", severity});
  for (const auto* channel : {"email", "feishu", "system"}) all.push_back({"history", "--channel", channel});
  all.push_back({"history", "--label", "team=core"});
  all.push_back({"history", "--limit", "3"});
  all.push_back({"history", "--since", early, "--until", late});
  all.push_back({"gaps", "--open"});
  all.push_back({"gaps", "--limit", "3"});
  all.push_back({"gaps", "--since", early, "--until", late});
  all.push_back({"coverage", "--uncovered"});
  all.push_back({"coverage", "--at", early});
  all.push_back({"coverage", "--since", early, "--until", late});
  all.push_back({"deliveries", "--dead"});
  all.push_back({"deliveries", "--pending"});
  all.push_back({"deliveries", "--sink", "ops"});
  all.push_back({"deliveries", "--since", late});
  all.push_back({"deliveries", "--limit", "3"});
  all.push_back({"report", "--html", "-", "--since", early, "--until", late});
  all.push_back({"report", "--html", "-", "--match", "build-*"});
  all.push_back({"replay", "--dry-run", "--sink", "ops", "--since", early});
  all.push_back({"replay", "--dry-run", "--sink", "late", "--since", early, "--dead"});
}

}  // namespace

std::vector<Arguments> reading_commands(const CopiedHistory& history) {
  const std::string early = quarter(history, 1);
  const std::string late = quarter(history, 3);
  std::vector<Arguments> all{{"status"}, {"history"}, {"gaps"}, {"coverage"}, {"deliveries"}, {"verify"}, {"check"}};
  add_lists(all, early, late);
  const std::string anchor = one(history, "SELECT seq || ':' || chain FROM events ORDER BY seq LIMIT 1 OFFSET 3");
  all.push_back({"verify", "--anchor", anchor});
  all.push_back({"fingerprint", "17812341234"});
  all.push_back({"forget", "--dry-run", "17812341234"});
  all.push_back(
      {"diff", "build/" + one(history, "SELECT external_id FROM resources WHERE name = 'build-0'"), "build-1"});
  for (const auto& row : history.query("SELECT service || '/' || external_id FROM resources ORDER BY 1")) {
    all.push_back({"status", row[0]});
    all.push_back({"history", row[0]});
    all.push_back({"show", row[0]});
    all.push_back({"show", row[0], "--at", early});
    all.push_back({"diff", row[0], "--from", early, "--to", late});
    all.push_back({"gaps", row[0]});
    all.push_back({"coverage", row[0]});
  }
  for (const auto& row : history.query("SELECT seq FROM events ORDER BY 1")) all.push_back({"explain", row[0]});
  return all;
}

std::vector<Told> read_all(const CopiedHistory& history, const std::vector<Arguments>& commands) {
  std::vector<Told> all;
  const auto tell = [&](const Arguments& arguments) { all.push_back({arguments, history.run(arguments)}); };
  for (auto arguments : commands) {
    tell(arguments);
    const std::string command = arguments.front();
    arguments.push_back("--json");
    if (kWithJson.contains(command)) tell(arguments);
    arguments.back() = "--csv";
    if (kWithCsv.contains(command)) tell(arguments);
  }
  return all;
}

std::vector<Told> try_all(const CopiedHistory& history) {
  const std::string nowhere = (history.dir() / "nowhere").string();
  const std::string foreign = (history.dir() / "foreign.db").string();
  const std::string faulty = (history.dir() / "faulty.toml").string();
  const std::string newer = (history.dir() / "newer.db").string();
  test::write_file(foreign, "this is no database, and long enough to be looked at as one\n");
  test::write_file(faulty, "[polling]\nintervall = \"5m\"\n[[resource]]\nservice = \"bild\"\nid = \"x\"\n");
  fs::copy_file(history.database(), newer, fs::copy_options::overwrite_existing);
  test::run_program({"sqlite3", newer, "PRAGMA user_version = 9999"});
  const std::vector<Arguments> configured{{"status", "build-0"},
                                          {"status", "nothing"},
                                          {"status", "b"},
                                          {"history", "nothing"},
                                          {"history", "--since", "yesterday"},
                                          {"history", "--service", "bild"},
                                          {"history", "--severity", "loud"},
                                          {"history", "--effect", "nothing"},
                                          {"history", "--label", "team"},
                                          {"history", "--limit", "0"},
                                          {"history", "--limit", "x"},
                                          {"history", "--after", "nonsense"},
                                          {"history", "--json", "--csv"},
                                          {"history", "--frobnicate"},
                                          {"show"},
                                          {"show", "a", "b"},
                                          {"show", "nothing"},
                                          {"show", "build-0", "--csv"},
                                          {"diff"},
                                          {"diff", "build-0"},
                                          {"diff", "build-0", "build-0"},
                                          {"diff", "build-0", "repo-0"},
                                          {"coverage", "--at", "1h ago", "--since", "2h ago"},
                                          {"gaps", "--open", "--after", "x"},
                                          {"deliveries", "--dead", "--pending"},
                                          {"deliveries", "--sink", "nobody"},
                                          {"explain"},
                                          {"explain", "99999"},
                                          {"explain", "evt_nothing"},
                                          {"verify", "--anchor", "1:00"},
                                          {"verify", "--anchor", "nonsense"},
                                          {"poll"},
                                          {"poll", "build-0"},
                                          {"replay"},
                                          {"replay", "--sink", "nobody", "--since", "1h ago"},
                                          {"test-sink"},
                                          {"test-sink", "nobody"},
                                          {"test-sink", "ops"},
                                          {"prune"},
                                          {"prune", "--dry-run"},
                                          {"backup"},
                                          {"backup", history.dir() / "backup.db"},
                                          {"backup", history.dir() / "backup.db"},
                                          {"backup", nowhere + "/backup.db"},
                                          {"fingerprint"},
                                          {"fingerprint", ""},
                                          {"forget"},
                                          {"forget", "--yes", "x"},
                                          {"forget", "--yes", "18512341234"},
                                          {"report"},
                                          {"report", "--html", nowhere + "/page.html"},
                                          {"report", "--html", "-", "--since", "later"},
                                          {"check", "--online"},
                                          {"run", "--frobnicate"},
                                          {"replay", "--sink", "ops", "--since", "2020-01-01"},
                                          {"status", "--db", nowhere},
                                          {"history", "--db", foreign},
                                          {"status", "--db", newer},
                                          {"prune", "--db", newer},
                                          {"verify", "--db", foreign}};
  const std::vector<Arguments> plain{{},
                                     {"--help"},
                                     {"--version"},
                                     {"frobnicate"},
                                     {"--frobnicate"},
                                     {"help"},
                                     {"history", "--help"},
                                     {"status", "--config", nowhere},
                                     {"check", "--config", nowhere},
                                     {"check", "--config", faulty},
                                     {"run", "--config", faulty},
                                     {"run", "--config", nowhere},
                                     {"status", "--config", faulty},
                                     {"history", "--config"},
                                     {"init", "x", "y"}};
  std::vector<Told> all;
  for (const auto& arguments : configured) all.push_back({arguments, history.run(arguments)});
  for (const auto& arguments : plain) all.push_back({arguments, history.run_plain(arguments)});
  // Last, as it spoils the copy: a history whose events were changed, and one without its key.
  test::run_program({"sqlite3", history.database(), "UPDATE event SET body = replace(body, 'build', 'built')"});
  all.push_back({{"verify", "(of a history that was changed)"}, history.run({"verify"})});
  fs::remove(history.dir() / "noticed.key");
  all.push_back({{"run", "(without the key)"}, history.run({"run", "--once"})});
  all.push_back({{"fingerprint", "(without the key)"}, history.run({"fingerprint", "17812341234"})});
  return all;
}

std::vector<Told> options_of_all(const CopiedHistory& history) {
  static const std::regex kOption("(^|[ ,])--[a-z][a-z-]*");
  std::vector<Told> all;
  for (const auto& command : kCommands) {
    const Answer help = history.run_plain({command, "--help"});
    std::set<std::string> options;
    for (std::sregex_iterator match(help.output.begin(), help.output.end(), kOption), end; match != end; ++match)
      options.insert(match->str().substr(match->str().find('-')));
    Answer answer{help.status, {}};
    for (const auto& option : options) answer.output += option + "\n";
    all.push_back({{command, "--help"}, answer});
  }
  return all;
}

void compare_statuses(const std::vector<Told>& before, const std::vector<Told>& after, Findings& findings) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    findings.compared("exit statuses");
    const Answer& was = before[i].answer;
    const Answer& is = after[i].answer;
    if (was.status != is.status)
      findings.differs("exit status", text_of(before[i].arguments),
                       std::to_string(was.status) + ": " + was.output + std::to_string(is.status) + ": " + is.output);
  }
}

void compare_answers(const std::vector<Told>& before, const std::vector<Told>& after, Findings& findings) {
  compare_statuses(before, after, findings);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Arguments& arguments = before[i].arguments;
    const std::string& was = before[i].answer.output;
    const std::string& is = after[i].answer.output;
    const std::string& last = arguments.back();
    if (last == "--json")
      findings.documents("json", text_of(arguments), was, is);
    else
      findings.texts(last == "--csv" ? "csv" : last == "--help" ? "options" : "text", text_of(arguments), was, is);
  }
}

}  // namespace noticed::compare
