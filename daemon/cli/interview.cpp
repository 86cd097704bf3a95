#include "daemon/cli/interview.h"

#include <istream>
#include <ostream>
#include <sstream>

#include "daemon/cli/cli.h"
#include "daemon/runtime/exit_status.h"

namespace noticed {
namespace {

/// Wraps text at 80 columns.
std::string wrapped(const std::string& text) {
  constexpr std::size_t kWidth = 80;
  std::istringstream words(text);
  std::string lines;
  std::size_t column = 0;
  for (std::string word; words >> word; column += word.size() + 1) {
    if (column + word.size() > kWidth) column = 0;
    if (!lines.empty()) lines += column == 0 ? '\n' : ' ';
    lines += word;
  }
  return lines + '\n';
}

bool is_yes(const std::string& answer) { return answer == "yes" || answer == "y"; }

}  // namespace

bool Interview::read(std::string& line) {
  out_ << std::flush;
  const bool good = static_cast<bool>(std::getline(in_, line));
  if (!terminal_ || !good) out_ << '\n';
  if (!good) return false;
  const auto first = line.find_first_not_of(" \t\r");
  line = first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
  return true;
}

void Interview::ask(const std::string& question, const std::string& usual, const Take& take) {
  for (;;) {
    out_ << question << (usual.empty() ? "" : " [" + usual + "]") << ": ";
    std::string answer;
    if (!read(answer))
      throw CommandError(kExitUsage, "the input ended before \"" + question + "\" was answered; nothing was written");
    const std::string wrong = take(answer.empty() ? usual : answer);
    if (wrong.empty()) return;
    out_ << wrapped(wrong + ".");
  }
}

FirstConfig Interview::ask() {
  FirstConfig config;
  out_ << wrapped(
              "Four questions make a minimal configuration. Press Enter for the default in [ ]. Secrets are not "
              "asked for: you put them into files afterwards.")
       << "\n1 of 4. In which region are your projects?\n"
       << wrapped(region_list());
  ask("Region", "ap-southeast-3", [&](const std::string& answer) { return set_region(answer, config); });
  ask_sign_in(config);
  out_ << "\n3 of 4. Which projects should be watched?\n"
       << wrapped("Names or ids of projects, separated by commas; * matches anything.");
  ask("Projects", "*", [&](const std::string& answer) { return set_projects(answer, config); });
  ask_chat(config);
  out_ << '\n';
  return config;
}

void Interview::ask_sign_in(FirstConfig& config) {
  out_ << "\n2 of 4. How should noticed sign in?\n"
       << "  aksk    an access key of an IAM user with read-only rights\n"
       << "  agency  temporary keys of the cloud server that this runs on; nothing to store\n"
       << "  iam     name and password of an IAM user\n"
       << "  token   a token that another program renews; it is valid for 24 hours\n";
  ask("Sign-in", "aksk", [&](const std::string& answer) { return set_auth(answer, config); });
  if (config.auth != AuthKind::iam) return;
  ask("IAM user's name", "", [&](const std::string& answer) { return set_name(answer, config.user); });
  ask("Account that the user belongs to", "",
      [&](const std::string& answer) { return set_name(answer, config.domain); });
}

void Interview::ask_chat(FirstConfig& config) {
  out_ << "\n4 of 4. Where should alerts go?\n" << wrapped(chat_list() + "; none: to the log only.");
  ask("Chat", "feishu", [&](const std::string& answer) { return set_chat(answer, config); });
  if (!config.is_signed) return;
  ask("Are its messages signed with a secret?", "yes", [&](const std::string& answer) -> std::string {
    config.is_signed = is_yes(answer);
    return is_yes(answer) || answer == "no" || answer == "n" ? "" : "Answer yes or no";
  });
}

bool Interview::wait(const std::string& text) {
  out_ << text;
  std::string ignored;
  return read(ignored);
}

bool Interview::agree(const std::string& question) {
  out_ << question << " [yes]: ";
  std::string answer;
  if (!read(answer)) return false;
  return answer.empty() || is_yes(answer);
}

}  // namespace noticed
