#include "daemon/cli/check_report.h"
#include "daemon/cli/cli.h"
#include "daemon/exit_status.h"

namespace noticed {

int command_check(const CommandLine& line) {
  const CheckReport report = report_on(read_config(line.config));
  if (line.form == Form::json)
    print_json(report);
  else
    print_text(report);
  return report.result.usable() ? kExitGood : kExitNo;
}

}  // namespace noticed
