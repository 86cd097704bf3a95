#include <unistd.h>

#include <iostream>
#include <system_error>

#include "daemon/cli/check_report.h"
#include "daemon/cli/command.h"
#include "daemon/cli/first_config.h"
#include "daemon/cli/interview.h"
#include "daemon/cli/owned_folder.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/sinks/sink_table.h"

namespace noticed {

namespace fs = std::filesystem;

namespace {

constexpr const char* kServiceUser = "noticed";
constexpr const char* kUsualFolder = "/etc/noticed";

[[noreturn]] void fail(const std::system_error& error) {
  const auto condition = error.code().default_error_condition();
  const bool refused = condition == std::errc::permission_denied || condition == std::errc::read_only_file_system ||
                       condition == std::errc::operation_not_permitted;
  std::string message = error.what();
  if (refused) message += "; run it as root, or choose another path with -c FILE";
  throw CommandError(refused ? kExitPermission : kExitIo, message);
}

[[noreturn]] void refuse_existing(const fs::path& file) {
  throw CommandError(kExitConfig, file.string() + " already exists, and init does not overwrite it; edit it, move it " +
                                      "away first, or choose another path with -c FILE");
}

/// Checks the path before any question is asked.
void require_writable(const fs::path& file) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(file, ignored))) refuse_existing(file);
  fs::path folder = file.parent_path();
  while (!fs::exists(folder, ignored) && folder.has_relative_path()) folder = folder.parent_path();
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    fail(std::system_error(errno, std::generic_category(), folder.string()));
}

/// Credentials are readable by one user only: as root the service's user (root can fill them in whatever their mode),
/// else the user who runs this and must be able to write them. The configuration is written last: if it exists,
/// everything does.
void write(const fs::path& file, const FirstConfig& config) {
  const auto service = owner_if_root(kServiceUser);
  const fs::path folder = file.parent_path() / "credentials";
  make_folder(folder, 0700, service);
  const mode_t mode = service ? 0400 : 0600;
  for (const auto& hint : credentials_of(config))
    if (!make_file(folder / hint.file, "# Below this line: " + hint.what + "\n", mode, service))
      std::cout << (folder / hint.file).string() << " already exists and is kept\n";
  if (!make_file(file, config_text(config), 0644, {})) refuse_existing(file);
  std::cout << "Written: " << file.string() << '\n';
}

void explain(const fs::path& file, const FirstConfig& config) {
  const auto hints = credentials_of(config);
  if (hints.empty()) return;
  std::cout << "\nNow paste each secret into its file, on a line of its own:\n";
  for (const auto& hint : hints)
    std::cout << "  " << (file.parent_path() / "credentials" / hint.file).string() << "\n      " << hint.what << '\n';
  if (owner_if_root(kServiceUser))
    std::cout << "The files belong to user " << kServiceUser
              << " (mode 0400): edit them as root, and keep owner and mode.\n";
}

/// Whether the configuration and every file that it names are valid.
bool is_filled(const fs::path& file) {
  const CheckReport report = report_on(read_config(file, sink_types()));
  if (!report.result.passes_check()) print_text(report);
  return report.result.passes_check();
}

int try_it(const CommandLine& line, const FirstConfig& config, Interview& interview) {
  int status = kExitGood;
  if (interview.agree("Sign in and send one request to each service?")) {
    CommandLine check = line;
    check.online = true;
    status = command_named("check").run(check);
  }
  if (!config.chat.empty() && interview.agree("Send a test message to " + config.chat + "?")) {
    CommandLine test = line;
    test.sink = config.chat;
    status = std::max(status, command_named("test-sink").run(test));
  }
  return status;
}

void print_next_steps(const fs::path& file, const FirstConfig& config) {
  const std::string with = file.parent_path() == kUsualFolder ? "" : " -c " + file.string();
  std::cout << "\nNext:\n  noticed check --online" << with << '\n';
  if (!config.chat.empty()) std::cout << "  noticed test-sink " << config.chat << with << '\n';
  std::cout << "  noticed run" << with << '\n';
}

int run_init(const CommandLine& given) {
  CommandLine line = given;
  line.config = fs::absolute(line.config).lexically_normal();
  const fs::path& file = line.config;
  require_writable(file);
  Interview interview(std::cin, std::cout, ::isatty(STDIN_FILENO) == 1);
  FirstConfig config = interview.ask();
  if (file.parent_path() != kUsualFolder) config.database = file.parent_path() / "noticed.db";
  try {
    write(file, config);
  } catch (const std::system_error& error) {
    fail(error);
  }
  explain(file, config);
  int status = kExitGood;
  const std::string prompt = credentials_of(config).empty()
                                 ? "\nPress Enter to test it, or Ctrl-D to do that later. "
                                 : "\nPress Enter when the files are filled in, or Ctrl-D to continue later. ";
  while (interview.wait(prompt)) {
    if (!is_filled(file)) continue;
    status = try_it(line, config, interview);
    break;
  }
  print_next_steps(file, config);
  return status;
}

void declare_init(CommandOptions& options) {
  options.footer("Never asks for a secret: creates a file for each, and says what to paste into it.");
}

}  // namespace

extern constinit const Command kInitCommand{"init", "Ask four questions, write a minimal configuration, and test it",
                                            declare_init, run_init};

}  // namespace noticed
