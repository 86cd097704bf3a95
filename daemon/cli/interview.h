// Questions and answers, line by line, on a terminal or a pipe.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "daemon/cli/first_config.h"

namespace noticed {

class Interview {
 public:
  /// Both must outlive this. `terminal`: whether the terminal echoes the user's line ends.
  Interview(std::istream& in, std::ostream& out, bool terminal) : in_(in), out_(out), terminal_(terminal) {}

  /// Asks the four questions of `noticed init`. Throws CommandError (64), which names the question, if input ends too
  /// early.
  FirstConfig ask();
  /// Waits for a line. False at the end of input.
  bool wait(const std::string& text);
  /// Enter means yes, end of input no.
  bool agree(const std::string& question);

 private:
  /// Stores an answer, or returns why it is rejected.
  using Take = std::function<std::string(const std::string& answer)>;

  /// Asks until an answer is accepted; an empty one means `usual`, unless that is empty too.
  void ask(const std::string& question, const std::string& usual, const Take& take);
  void ask_sign_in(FirstConfig& config);
  void ask_chat(FirstConfig& config);
  /// Reads a line, trimmed; returns false at the end of input.
  bool read(std::string& line);

  std::istream& in_;
  std::ostream& out_;
  bool terminal_;
};

}  // namespace noticed
