#include <iostream>

#include "daemon/cli/check_report.h"
#include "daemon/cli/command.h"
#include "daemon/cli/libraries_text.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"

namespace noticed {
namespace {

int run_check(const CommandLine& line) {
  CheckReport report = report_on(read_config(line.config, sink_types()));
  if (line.online && report.result.usable()) report.online = ask_online(report.result.config);
  if (line.form == Form::json) {
    print_json(report);
  } else {
    print_text(report);
    std::cout << libraries_text() << '\n';
  }
  return report.good() ? kExitGood : kExitNo;
}

void declare_check(CommandOptions& options) {
  options.flag("--online", &CommandLine::online,
               "also sign in and send one request to each service (exit status 1 if one fails)");
  options.json("one JSON document");
}

}  // namespace

extern constinit const Command kCheckCommand{"check", "Check the configuration and every file it names, offline",
                                             declare_check, run_check};

}  // namespace noticed
