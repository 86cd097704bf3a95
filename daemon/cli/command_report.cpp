#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "daemon/cli/cli.h"
#include "daemon/cli/reading.h"
#include "daemon/cli/when.h"
#include "daemon/exit_status.h"
#include "daemon/report/report_page.h"
#include "storage/lock_file.h"

namespace noticed {
namespace {

constexpr std::chrono::days kUsualTime{7};

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// A file beside the one that is wanted, which takes its place once it is whole. Gone unless that happened.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& path)
      : path_(path), beside_(path.string() + "." + std::to_string(::getpid()) + ".part") {
    // O_EXCL: never through a link that somebody else put there.
    const int made = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (made < 0) fail("cannot be made");
    ::close(made);
    out_.open(beside_, std::ios::binary);
  }
  ~NewFile() {
    if (!done_) ::unlink(beside_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  std::ostream& stream() { return out_; }
  /// Throws CommandError if not all of it could be written.
  void finish() {
    out_.close();
    if (!out_) fail("cannot be written");
    if (::rename(beside_.c_str(), path_.c_str()) != 0) fail("cannot be replaced");
    done_ = true;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    const int cause = errno;
    throw CommandError(cause == EACCES || cause == EPERM ? kExitPermission : kExitIo,
                       path_.string() + " " + what + ": " + std::strerror(cause) +
                           "; name another file with --html, or - for standard output");
  }

  std::filesystem::path path_, beside_;
  std::ofstream out_;
  bool done_ = false;
};

}  // namespace

int command_report(const CommandLine& line) {
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
    if (!std::cout) throw CommandError(kExitIo, "standard output did not take the report");
    return kExitGood;
  }
  NewFile file(line.html);
  write_report(file.stream(), report);
  file.finish();
  return kExitGood;
}

}  // namespace noticed
