// The command line: its values, and how commands fail. Each command describes itself: command.h.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace noticed {

enum class Form : std::uint8_t { table, json, csv };

/// The options and arguments of all commands.
struct CommandLine {
  std::filesystem::path config;  // never empty
  std::filesystem::path db;      // empty: as configured
  Form form = Form::table;

  std::vector<std::string> resources;  // RESOURCE arguments; of explain the EVENT, of backup the FILE,
                                       // of fingerprint and forget the VALUE
  bool once = false;
  bool accept_new_key = false;
  bool online = false;
  bool dead = false;
  bool pending = false;
  bool dry_run = false;
  bool open = false;
  bool uncovered = false;
  bool yes = false;
  std::string sink;
  std::string anchor;
  std::string at, from, to, since, until;  // TIME texts, empty: not given
  std::string service, channel, effect, severity, label;
  std::string match;  // a glob; empty: everything
  std::string after;  // a list cursor
  std::string html;   // file of the page; "-": standard output
  std::size_t limit = 100;
};

/// A command failed: the message goes to standard error, the status becomes the exit status.
class CommandError : public std::runtime_error {
 public:
  CommandError(int status, const std::string& message) : std::runtime_error(message), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

/// Parses and runs; reports errors on standard error. Returns the exit status. Never throws.
int run_command_line(int argc, char** argv);

}  // namespace noticed
