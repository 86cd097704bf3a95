// The command line of a small program of the tests, read by getopt_long. Programs of the tests are compiled before
// anything is seen of them, so this header is a small one.
#pragma once

#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace noticed::test {

class CommandLine {
 public:
  /// `does`: the first line of --help.
  explicit CommandLine(std::string does) : does_(std::move(does)) {}

  void flag(std::string name, bool& value, std::string does);
  void text(std::string name, std::string& value, std::string does);
  /// The path of a file that must be there.
  void file(std::string name, std::string& value, std::string does);
  /// A number between `least` and `most`.
  template <typename Number>
  void number(std::string name, Number& value, std::string does, Number least, Number most) {
    add(std::move(name), std::move(does), true, [&value, least, most](const std::string& text) {
      std::istringstream stream(text);
      Number read{};
      if (!(stream >> read) || !stream.eof() || read < least || read > most)
        return "is no number from " + std::to_string(least) + " to " + std::to_string(most);
      value = read;
      return std::string();
    });
  }

  /// Ends the program: with status 0 after --help, with 64 after an error.
  void parse(int argc, char** argv) const;

 private:
  struct Option {
    std::string name;  // with its dashes
    std::string does;
    bool takes_value;
    std::function<std::string(const std::string&)> set;  // returns what is wrong with the value; empty: nothing
  };

  void add(std::string name, std::string does, bool takes_value, std::function<std::string(const std::string&)> set);
  std::string help(const std::string& program) const;

  std::string does_;
  std::vector<Option> options_;
};

}  // namespace noticed::test
