#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/reader_options.h"
#include "daemon/config/config.h"
#include "daemon/daemon.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

int run_run(const CommandLine& line) {
  const rlimit no_core{0, 0};  // a core file would contain every secret
  ::setrlimit(RLIMIT_CORE, &no_core);
  std::signal(SIGPIPE, SIG_IGN);

  auto result = read_config(line.config, sink_types());
  for (const auto& fault : result.faults) std::cerr << to_run_text(fault) << '\n';
  if (!result.usable()) throw CommandError(kExitConfig, "the configuration has errors; `noticed check` lists them");
  use_time_zone(result.config.time_zone);

  const SystemClock clock;
  Log log(clock, result.config.log_level, result.config.log_format);
  Daemon daemon(std::move(result.config), {line.once, line.accept_new_key}, clock, log);
  return daemon.run();
}

void declare_run(CommandOptions& options) {
  options.flag("--once", &CommandLine::once,
               "poll each resource once, attempt each delivery once, then exit (status 69 if anything failed)");
  options.flag("--accept-new-key", &CommandLine::accept_new_key,
               "continue with a different fingerprint key; known secrets get new fingerprints without an alert");
}

}  // namespace

extern constinit const Command kRunCommand{"run", "Run the daemon in the foreground", declare_run, run_run};

}  // namespace noticed
