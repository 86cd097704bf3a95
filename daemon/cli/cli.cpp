#include "daemon/cli/cli.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "daemon/cli/command_spec.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/runtime/version.h"
#include "storage/read/cursor.h"
#include "storage/store.h"

namespace noticed {
namespace {

using Command = int (*)(const CommandLine&);

int status_of(StoreError::Kind kind) {
  switch (kind) {
    case StoreError::Kind::locked: return kExitUnavailable;
    case StoreError::Kind::permission: return kExitPermission;
    case StoreError::Kind::newer:
    case StoreError::Kind::foreign: return kExitData;
    case StoreError::Kind::key:
    case StoreError::Kind::refused: return kExitConfig;
    case StoreError::Kind::missing: return kExitNoSuchThing;
    case StoreError::Kind::full:
    case StoreError::Kind::io: break;
  }
  return kExitIo;
}

std::string default_config() {
  const char* named = std::getenv("NOTICED_CONFIG");
  return named != nullptr && *named != '\0' ? named : "/etc/noticed/noticed.toml";
}

/// Builds the command tree, which fills one CommandLine.
class Parser {
 public:
  Parser() {
    app_.set_version_flag("--version", std::string("noticed ") + kVersion);
    app_.require_subcommand(1);
    line_.config = default_config();
    add_init();
    add_run();
    add_check();
    add_status();
    add_poll();
    add_history();
    add_show();
    add_diff();
    add_coverage();
    add_gaps();
    add_deliveries();
    add_explain();
    add_replay();
    add_report();
    add_test_sink();
    add_verify();
    add_prune();
    add_backup();
    add_fingerprint();
    add_forget();
    name_values(app_);
  }

  const CLI::App& app() const { return app_; }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int status = app_.exit(error, std::cout, std::cerr);
      return status == 0 ? kExitGood : kExitUsage;
    }
    return chosen_(line_);
  }

 private:
  CLI::App* add(const std::string& name, const std::string& does, Command command) {
    auto* sub = app_.add_subcommand(name, does);
    sub->add_option("-c,--config", line_.config,
                    "configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)");
    sub->callback([this, command] { chosen_ = command; });
    return sub;
  }
  CLI::App* add_reader(const std::string& name, const std::string& does, Command command, bool list) {
    auto* sub = add(name, does, command);
    sub->add_option("--db", line_.db, "database to read (default: storage.path of the configuration)");
    auto* json = sub->add_flag_callback(
        "--json", [this] { line_.form = Form::json; }, list ? "one JSON object per line" : "one JSON document");
    if (list)
      sub->add_flag_callback(
             "--csv", [this] { line_.form = Form::csv; }, "comma-separated values")
          ->excludes(json);
    return sub;
  }
  void add_init() {
    add("init", "Ask four questions, write a minimal configuration, and test it", command_init)
        ->footer("Never asks for a secret: creates a file for each, and says what to paste into it.");
  }
  void add_run() {
    auto* sub = add("run", "Run the daemon in the foreground", command_run);
    sub->add_flag("--once", line_.once,
                  "poll each resource once, attempt each delivery once, then exit (status 69 if anything failed)");
    sub->add_flag("--accept-new-key", line_.accept_new_key,
                  "continue with a different fingerprint key; known secrets get new fingerprints without an alert");
  }
  void add_check() {
    auto* sub = add("check", "Check the configuration and every file it names, offline", command_check);
    sub->add_flag("--online", line_.online,
                  "also sign in and send one request to each service (exit status 1 if one fails)");
    sub->add_flag_callback(
        "--json", [this] { line_.form = Form::json; }, "one JSON document");
  }
  void add_status() {
    auto* sub = add_reader("status", "Show the state of each watched resource, one per line", command_status, true);
    sub->add_option("RESOURCE", line_.resources, "service/id, a name, or the beginning of one")->expected(0, 1);
  }
  void add_poll() {
    auto* sub = add("poll", "Ask the running daemon to poll now, and print the results (status 69 if a poll failed)",
                    command_poll);
    sub->add_option("RESOURCE", line_.resources,
                    "service/id, a name, or the beginning of one (default: all, within the hosts' rate limits)")
        ->expected(0, 1);
    sub->add_option("--db", line_.db, "the daemon's database (default: storage.path of the configuration)");
    sub->add_flag_callback(
        "--json", [this] { line_.form = Form::json; },
        "one JSON object per line, for each resource as its result arrives");
    sub->footer("Ctrl-C stops only the waiting: the daemon finishes the polls.");
  }
  void add_history() {
    auto* sub = add_reader("history", "List changes, newest first", command_history, true);
    sub->add_option("RESOURCE", line_.resources, "service/id, a name, or the beginning of one")->expected(0, 1);
    sub->add_option("--since", line_.since, "only changes observed at or after TIME");
    sub->add_option("--until", line_.until, "only changes observed before TIME");
    std::vector<std::string> words;
    for (const ServiceInfo* info : services()) words.emplace_back(info->word);
    sub->add_option("--service", line_.service, service_list())->check(CLI::IsMember(words));
    sub->add_option("--channel", line_.channel, "email, wecom, dingtalk, feishu, webhook, system, wechat");
    sub->add_option("--effect", line_.effect, "muted, unmuted, redirected, recipients_removed, …");
    sub->add_option("--severity", line_.severity, "minimum severity: info, warning, critical")
        ->check(CLI::IsMember({"info", "warning", "critical"}));
    sub->add_option("--label", line_.label, "KEY=VALUE");
    sub->add_option("--limit", line_.limit, "maximum number of rows (default 100)");
    sub->add_option("--after", line_.after,
                    "continue from this cursor (printed below the list, or a row's \"cursor\")");
    sub->footer(kTimes);
  }
  void add_show() {
    auto* sub = add_reader("show", "Show the settings of one resource, now or at a time", command_show, false);
    sub->add_option("RESOURCE", line_.resources, "service/id, a name, or the beginning of one")
        ->required()
        ->expected(1);
    sub->add_option("--at", line_.at, "the settings as they were at TIME");
    sub->footer(kTimes);
  }
  void add_diff() {
    auto* sub =
        add_reader("diff", "Compare two times, or two resources (exit status 1 if they differ)", command_diff, true);
    sub->add_option("RESOURCE", line_.resources, "one resource with --from and --to, or two resources")
        ->required()
        ->expected(1, 2);
    sub->add_option("--from", line_.from, "earlier TIME");
    sub->add_option("--to", line_.to, "later TIME (default: now)");
    sub->footer(kTimes);
  }
  void add_coverage() {
    auto* sub = add_reader("coverage", "Show which events notify somebody: now, at a time, or over a period",
                           command_coverage, true);
    sub->add_option("RESOURCE", line_.resources, "service/id, a name, or the beginning of one")->expected(0, 1);
    sub->add_flag("--uncovered", line_.uncovered,
                  "only failure events of which nobody is notified; unknown ones come last");
    sub->add_option("--at", line_.at, "the coverage as it was at TIME");
    sub->add_option("--since", line_.since, "intervals with durations, from TIME on");
    sub->add_option("--until", line_.until, "end of the period (default: now)");
    sub->footer(kTimes);
  }
  void add_gaps() {
    auto* sub = add_reader("gaps", "List when something was not observed, and why, newest first", command_gaps, true);
    sub->add_option("RESOURCE", line_.resources, "service/id, a name, or the beginning of one")->expected(0, 1);
    sub->add_flag("--open", line_.open, "only gaps that are still open");
    sub->add_option("--since", line_.since, "only gaps that end after TIME or are still open");
    sub->add_option("--until", line_.until, "only gaps that began before TIME");
    sub->add_option("--limit", line_.limit, "maximum number of rows (default 100)");
    sub->add_option("--after", line_.after,
                    "continue from this cursor (printed below the list, or a row's \"cursor\")");
    sub->footer(kTimes);
  }
  void add_deliveries() {
    auto* sub = add_reader("deliveries", "List the deliveries to sinks, newest first", command_deliveries, true);
    auto* dead = sub->add_flag("--dead", line_.dead, "only dead deliveries, which were given up");
    sub->add_flag("--pending", line_.pending, "only pending deliveries")->excludes(dead);
    sub->add_option("--sink", line_.sink, "only deliveries to this sink");
    sub->add_option("--since", line_.since, "only deliveries of events at or after TIME");
    sub->add_option("--limit", line_.limit, "maximum number of rows (default 100)");
    sub->add_option("--after", line_.after,
                    "continue from this cursor (printed below the list, or a row's \"cursor\")");
    sub->footer(kTimes);
  }
  void add_explain() {
    auto* sub = add_reader("explain",
                           "Show all about one event: changes, time window, delivery attempts and replies, next retry",
                           command_explain, false);
    sub->add_option("EVENT", line_.resources, "the event's number (1842), its id (evt_…) or the beginning of its id")
        ->required()
        ->expected(1);
  }
  void add_replay() {
    auto* sub =
        add_reader("replay", "Send delivered and dead messages again, with the same ids", command_replay, false);
    sub->add_option("--sink", line_.sink, "the sink to send to")->required();
    sub->add_option("--since", line_.since, "only events at or after TIME")->required();
    sub->add_option("--until", line_.until, "only events before TIME");
    sub->add_flag("--dead", line_.dead, "only dead deliveries, which were given up");
    sub->add_flag("--dry-run", line_.dry_run, "only count the messages");
    sub->footer(kTimes);
  }
  void add_report() {
    auto* sub = add("report", "Write an HTML report on a period: uncovered failure events, changes, coverage, gaps",
                    command_report);
    sub->add_option("--db", line_.db, "database to read (default: storage.path of the configuration)");
    sub->add_option("--html", line_.html, "the file to write, one self-contained page; - for standard output")
        ->required();
    sub->add_option("--since", line_.since, "start of the period (default: seven days before its end)");
    sub->add_option("--until", line_.until, "end of the period (default: now)");
    sub->add_option("--match", line_.match, "only resources whose name or service/id matches: \"payments-*\"");
    sub->footer(kTimes);
  }
  void add_test_sink() {
    auto* sub =
        add("test-sink", "Send a marked test message over the real path (exit status 1 unless the sink accepts it)",
            command_test_sink);
    sub->add_option("NAME", line_.sink, "the name of a [[sink]] in the configuration")->required();
    sub->add_flag_callback(
        "--json", [this] { line_.form = Form::json; }, "one JSON document");
  }

  void add_verify() {
    auto* sub = add_reader("verify", "Check that the history has not been altered (exit status 1 if it has)",
                           command_verify, false);
    sub->add_option("--anchor", line_.anchor,
                    "SEQ:HEAD from an old report: an event's number and its chain value at that time");
  }

  void add_prune() {
    auto* sub = add_reader("prune", "Remove data older than storage.keep now, also while the daemon runs",
                           command_prune, false);
    sub->add_flag("--dry-run", line_.dry_run, "only count what would be removed");
  }
  void add_backup() {
    auto* sub = add_reader("backup", "Copy the history to a file, also while the daemon runs", command_backup, false);
    sub->add_option("FILE", line_.resources, "the file to create")->required()->expected(1);
  }

  void add_fingerprint() {
    auto* sub = add_reader("fingerprint", "Show the masked form of a known value", command_fingerprint, false);
    sub->add_option("VALUE", line_.resources, kValue)->required()->expected(1);
  }
  void add_forget() {
    auto* sub =
        add_reader("forget", "Erase a phone number or an e-mail address from the whole history", command_forget, false);
    sub->add_option("VALUE", line_.resources, std::string(kValue) + "; or the masked form")->required()->expected(1);
    sub->add_flag("--dry-run", line_.dry_run, "only count the records that contain it");
    sub->add_flag("--yes", line_.yes, "do not ask for confirmation");
  }

  static constexpr const char* kValue =
      "the plain value; - reads it from standard input, to keep it out of the shell's history";
  static constexpr const char* kTimes = "TIME: 2026-11-21T14:05:09Z, 2026-11-21, 14:05, \"2h ago\"";
  CLI::App app_{"Watches who gets notified: change tracking for CodeArts notification settings", "noticed"};
  CommandLine line_;
  Command chosen_ = nullptr;
};

}  // namespace

std::vector<CommandSpec> command_specs() {
  const Parser parser;
  return specs_of(parser.app());
}

int run_command_line(int argc, char** argv) {
  try {
    return Parser().run(argc, argv);
  } catch (const CommandError& error) {
    std::cerr << "noticed: " << error.what() << '\n';
    return error.status();
  } catch (const StoreError& error) {
    std::cerr << "noticed: " << error.what() << '\n';
    return status_of(error.kind());
  } catch (const NotACursor& error) {
    std::cerr << "noticed: " << error.what() << '\n';
    return kExitUsage;
  } catch (const std::exception& error) {
    std::cerr << "noticed: unexpected error: " << error.what() << '\n';
    return kExitIo;
  }
}

}  // namespace noticed
