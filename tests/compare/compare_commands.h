// What the commands answer about two copies of one history, and their exit statuses. One thread.
#pragma once

#include <string>
#include <vector>

#include "compare/copied_history.h"
#include "compare/findings.h"

namespace noticed::compare {

using Arguments = std::vector<std::string>;

struct Told {
  Arguments arguments;
  Answer answer;
};

/// Every reading command with its options, as the history suggests: its times, events, resources.
std::vector<Arguments> reading_commands(const CopiedHistory& history);
/// Runs each; all answers in that order. Those that can answer as JSON or CSV do so as well.
std::vector<Told> read_all(const CopiedHistory& history, const std::vector<Arguments>& commands);
/// Right and wrong invocations, of which only the exit status counts. They change the copy.
std::vector<Told> try_all(const CopiedHistory& history);
/// The names of the options of each command, as --help has them.
std::vector<Told> options_of_all(const CopiedHistory& history);

/// `before` and `after` are of the same commands. Output and status, or the status alone.
void compare_answers(const std::vector<Told>& before, const std::vector<Told>& after, Findings& findings);
void compare_statuses(const std::vector<Told>& before, const std::vector<Told>& after, Findings& findings);

}  // namespace noticed::compare
