#include "daemon/cli/cli.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/command_spec.h"
#include "daemon/cli/libraries_text.h"
#include "daemon/runtime/exit_status.h"
#include "daemon/runtime/version.h"
#include "storage/read/cursor.h"
#include "storage/store.h"

namespace noticed {
namespace {

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
    app_.set_version_flag("--version", [] { return std::string("noticed ") + kVersion + "\n" + libraries_text(); });
    app_.require_subcommand(1);
    line_.config = default_config();
    for (const Command* command : commands()) add(*command);
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
    return chosen_->run(line_);
  }

 private:
  void add(const Command& command) {
    auto* sub = app_.add_subcommand(std::string(command.name), std::string(command.does));
    sub->add_option("-c,--config", line_.config,
                    "configuration file (default: $NOTICED_CONFIG, else /etc/noticed/noticed.toml)");
    sub->callback([this, &command] { chosen_ = &command; });
    CommandOptions options(*sub, line_);
    command.declare(options);
  }

  CLI::App app_{"Watches who gets notified: change tracking for CodeArts notification settings", "noticed"};
  CommandLine line_;
  const Command* chosen_ = nullptr;
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
