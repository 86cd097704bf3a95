#include <unistd.h>

#include <array>
#include <iostream>
#include <system_error>

#include "daemon/cli/command.h"
#include "daemon/cli/reader_options.h"
#include "daemon/cli/time_argument.h"
#include "daemon/report/report_page.h"
#include "daemon/runtime/exit_status.h"
#include "storage/file/atomic_file.h"
#include "storage/file/lock_file.h"

namespace noticed {
namespace {

constexpr std::chrono::days kUsualTime{7};

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

void write_to(const std::filesystem::path& path, const Report& report) {
  try {
    AtomicFile file(path, AtomicFile::Existing::replaced);
    write_report(file.stream(), report);
    file.finish(usual_file_mode());
  } catch (const std::system_error& error) {
    const bool right =
        error.code() == std::errc::permission_denied || error.code() == std::errc::operation_not_permitted;
    throw CommandError(right ? kExitPermission : kExitIo,
                       std::string(error.what()) + "; choose another file with --html, or - for standard output");
  }
}

int run_report(const CommandLine& line) {
  ReportQuestion question;
  question.database = database_of(line);
  question.now = SystemClock().wall();
  question.until = parse_when(line.until, question.now).value_or(question.now);
  question.since = parse_when(line.since, question.now).value_or(question.until - kUsualTime);
  if (question.since >= question.until) throw CommandError(kExitUsage, "--since must be before --until");
  question.match = line.match;
  question.host = host_name();
  question.daemon_runs = daemon_runs(question.database);
  const Report report = gather_report(question);
  if (line.html == "-") {
    write_report(std::cout, report);
    std::cout.flush();
    if (!std::cout) throw CommandError(kExitIo, "the report cannot be written to standard output");
    return kExitGood;
  }
  write_to(line.html, report);
  return kExitGood;
}

void declare_report(CommandOptions& options) {
  options.database(CommandOptions::kDatabase);
  options.option("--html", &CommandLine::html, "the file to write, one self-contained page; - for standard output",
                 CommandOptions::required);
  options.option("--since", &CommandLine::since, "start of the period (default: seven days before its end)");
  options.option("--until", &CommandLine::until, "end of the period (default: now)");
  options.option("--match", &CommandLine::match, "only resources whose name or service/id matches: \"payments-*\"");
  options.times();
}

}  // namespace

extern constinit const Command kReportCommand{
    "report", "Write an HTML report on a period: uncovered failure events, changes, coverage, gaps", declare_report,
    run_report};

}  // namespace noticed
