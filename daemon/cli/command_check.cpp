#include "daemon/cli/check_report.h"
#include "daemon/cli/cli.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"

namespace noticed {

int command_check(const CommandLine& line) {
  CheckReport report = report_on(read_config(line.config, sink_types()));
  if (line.online && report.result.usable()) report.online = ask_online(report.result.config);
  if (line.form == Form::json)
    print_json(report);
  else
    print_text(report);
  return report.good() ? kExitGood : kExitNo;
}

}  // namespace noticed
