#include <iostream>
#include <map>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/reader_options.h"
#include "daemon/control/control_client.h"
#include "daemon/runtime/exit_status.h"

namespace noticed {
namespace {

constexpr std::chrono::seconds kSilence{10};  // the daemon sends a sign of life every second

int status_of(ControlClient::ControlAccess reach) {
  return reach == ControlClient::ControlAccess::denied ? kExitPermission : kExitUnavailable;
}

/// Prints the results of polls, and counts them.
class Outcomes {
 public:
  Outcomes(Form form, std::vector<ResourceRow> rows) : form_(form) {
    for (auto& row : rows) rows_.emplace(row.id, std::move(row));
  }

  /// `quietly`: results without a change are counted, but not printed.
  void take(const nlohmann::json& polled, bool quietly) {
    const std::string outcome = polled.value("outcome", "");
    ++counts_[outcome];
    if (form_ == Form::json) return print_json(polled);
    if (quietly && outcome == "unchanged" && polled.at("events").empty()) return;
    progress_.show("");
    const auto [words, tone] = words_of(outcome, polled);
    std::cout << printable(name_of(polled)) << ": " << paint(printable(words), tone) << '\n';
    for (const auto& event : polled.at("events"))
      std::cout << "  #" << event.value("seq", 0) << ' ' << event.value("severity", "") << ": "
                << printable(event.value("summary", "")) << '\n';
    std::cout << std::flush;
  }
  void progress(std::int64_t left, std::int64_t of) { progress_.show("polled", of - left, of); }
  /// "4000 polled: 3998 unchanged, 1 changed, 1 failed".
  void sum_up() {
    progress_.show("");
    if (form_ == Form::json) return;
    std::string text = std::to_string(count()) + " polled";
    for (const auto* outcome : {"unchanged", "changed", "first", "failed", "unstored", "unwatched"})
      if (const auto found = counts_.find(outcome); found != counts_.end())
        text += (text.find(':') == std::string::npos ? ": " : ", ") + std::to_string(found->second) + " " + outcome;
    std::cout << text << '\n';
  }
  std::int64_t count() const {
    std::int64_t sum = 0;
    for (const auto& [outcome, number] : counts_) sum += number;
    return sum;
  }
  bool any(const std::string& outcome) const { return counts_.contains(outcome); }

 private:
  static std::pair<std::string, Tone> words_of(const std::string& outcome, const nlohmann::json& polled) {
    const std::string error = polled.value("error", "");
    if (outcome == "unchanged") return {"unchanged", Tone::good};
    if (outcome == "changed") return {"changed", Tone::good};
    if (outcome == "first") return {"read for the first time", Tone::good};
    if (outcome == "unwatched") return {"no longer watched", Tone::dim};
    if (outcome == "unstored") return {"POLLED, BUT NOT STORED: " + error, Tone::bad};
    return {(polled.value("partly", false) ? "PARTLY FAILED: " : "FAILED: ") + error, Tone::bad};
  }
  std::string name_of(const nlohmann::json& polled) const {
    const auto row = rows_.find(polled.value("resource", std::int64_t{0}));
    return short_name(polled.value("service", ""), polled.value("id", ""), row == rows_.end() ? "" : row->second.name);
  }
  void print_json(const nlohmann::json& polled) const {
    const auto row = rows_.find(polled.value("resource", std::int64_t{0}));
    const bool known = row != rows_.end();
    const nlohmann::ordered_json record{
        {"service", polled.value("service", "")}, {"external_id", polled.value("id", "")},
        {"name", known ? row->second.name : ""},  {"account", known ? row->second.account : ""},
        {"outcome", polled.value("outcome", "")}, {"partly", polled.value("partly", false)},
        {"error", polled.value("error", "")},     {"events", polled.at("events")}};
    std::cout << record.dump() << std::endl;  // each as it arrives
  }

  Form form_;
  std::map<std::int64_t, ResourceRow> rows_;
  std::map<std::string, std::int64_t> counts_;
  Progress progress_;
};

/// Reads until the daemon has reported all polls. Throws CommandError.
void listen(ControlClient& daemon, Outcomes& outcomes, bool all) {
  std::int64_t of = 0;
  for (;;) {
    const auto answer = daemon.next(kSilence);
    if (!answer)
      throw CommandError(kExitUnavailable, daemon.trouble() + "; " + std::to_string(outcomes.count()) + " of " +
                                               std::to_string(of) + " had been polled");
    const std::string kind = answer->value("answer", "");
    if (kind == "begun") of = answer->value("of", std::int64_t{0});
    if (kind == "polled") outcomes.take(*answer, all);
    if (kind == "waiting") outcomes.progress(answer->value("left", std::int64_t{0}), of);
    if (kind == "error")
      throw CommandError(kExitUnavailable, "the daemon refused the request: " + answer->value("error", ""));
    if (kind != "done") continue;
    const std::string error = answer->value("error", "");
    if (!error.empty()) throw CommandError(kExitUnavailable, "polled, but the last results are not stored: " + error);
    return;
  }
}

int run_poll(const CommandLine& line) {
  const auto database = database_of(line);
  const bool all = line.resources.empty();
  const SystemClock clock;
  ControlClient daemon(database, clock);
  if (daemon.reach() != ControlClient::ControlAccess::good)
    throw CommandError(status_of(daemon.reach()), daemon.trouble());
  // Closes the database again: polls may take long, and a reader must not keep it open.
  std::vector<ResourceRow> rows = [&] {
    const History history(database);
    return all ? history.find("") : std::vector{find_one(history, line.resources.front())};
  }();
  const std::string which = all ? "" : "?resource=" + std::to_string(rows.front().id);
  if (!daemon.send(ControlClient::Method::post, "/control/poll" + which))
    throw CommandError(kExitUnavailable, "the daemon accepts no request; it may be stopping");
  Outcomes outcomes(line.form, std::move(rows));
  listen(daemon, outcomes, all);
  if (all) outcomes.sum_up();
  const bool bad = outcomes.any("failed") || outcomes.any("unstored") || (!all && outcomes.any("unwatched"));
  return bad ? kExitUnavailable : kExitGood;
}

void declare_poll(CommandOptions& options) {
  options.argument("RESOURCE", 0, 1,
                   "service/id, a name, or the beginning of one (default: all, within the hosts' rate limits)");
  options.database("the daemon's database (default: storage.path of the configuration)");
  options.json("one JSON object per line, for each resource as its result arrives");
  options.footer("Ctrl-C stops only the waiting: the daemon finishes the polls.");
}

}  // namespace

extern constinit const Command kPollCommand{
    "poll", "Ask the running daemon to poll now, and print the results (status 69 if a poll failed)", declare_poll,
    run_poll};

}  // namespace noticed
