// The commands, one line each, in the order of --help. No self-registration: a linker drops objects that nothing refers
// to.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "daemon/cli/command.h"

namespace noticed {

// Each is defined in its command_NAME.cpp.
extern const Command kInitCommand, kRunCommand, kCheckCommand, kStatusCommand, kPollCommand, kHistoryCommand,
    kShowCommand, kDiffCommand, kCoverageCommand, kGapsCommand, kDeliveriesCommand, kExplainCommand, kReplayCommand,
    kReportCommand, kTestSinkCommand, kVerifyCommand, kPruneCommand, kBackupCommand, kFingerprintCommand,
    kForgetCommand;

namespace {

constexpr std::array kCommands{
    &kInitCommand,       &kRunCommand,     &kCheckCommand,  &kStatusCommand,      &kPollCommand,
    &kHistoryCommand,    &kShowCommand,    &kDiffCommand,   &kCoverageCommand,    &kGapsCommand,
    &kDeliveriesCommand, &kExplainCommand, &kReplayCommand, &kReportCommand,      &kTestSinkCommand,
    &kVerifyCommand,     &kPruneCommand,   &kBackupCommand, &kFingerprintCommand, &kForgetCommand,
};

}  // namespace

std::span<const Command* const> commands() { return kCommands; }

const Command& command_named(std::string_view name) {
  const auto* found = std::find_if(kCommands.begin(), kCommands.end(),
                                   [name](const Command* command) { return command->name == name; });
  if (found == kCommands.end()) throw std::out_of_range("no command " + std::string(name));
  return **found;
}

}  // namespace noticed
