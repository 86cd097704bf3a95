#include "support/command_line.h"

#include <getopt.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace noticed::test {

namespace {

constexpr int kUsageError = 64;

[[noreturn]] void usage_error(const std::string& program, const std::string& what) {
  std::cerr << program << ": " << what << "; --help lists the options\n";
  std::exit(kUsageError);
}

}  // namespace

void CommandLine::add(std::string name, std::string does, bool takes_value,
                      std::function<std::string(const std::string&)> set) {
  options_.push_back({std::move(name), std::move(does), takes_value, std::move(set)});
}

void CommandLine::flag(std::string name, bool& value, std::string does) {
  add(std::move(name), std::move(does), false, [&value](const std::string&) {
    value = true;
    return std::string();
  });
}

void CommandLine::text(std::string name, std::string& value, std::string does) {
  add(std::move(name), std::move(does), true, [&value](const std::string& given) {
    value = given;
    return std::string();
  });
}

void CommandLine::file(std::string name, std::string& value, std::string does) {
  add(std::move(name), std::move(does), true, [&value](const std::string& given) {
    value = given;
    return std::filesystem::exists(given) ? std::string() : "there is no file " + given;
  });
}

std::string CommandLine::help(const std::string& program) const {
  std::string text = does_ + "\nusage: " + program + " [OPTION…]\n";
  for (const auto& option : options_)
    text += "  " + option.name + (option.takes_value ? " VALUE" : "") + "  " + option.does + "\n";
  return text;
}

void CommandLine::parse(int argc, char** argv) const {
  std::vector<::option> known;
  for (const auto& option : options_)
    known.push_back({option.name.c_str() + 2, option.takes_value ? required_argument : no_argument, nullptr, 0});
  known.push_back({"help", no_argument, nullptr, 'h'});
  known.push_back({});
  const std::string program = std::filesystem::path(argv[0]).filename();
  int index = 0;
  for (int found = 0; (found = ::getopt_long(argc, argv, "h", known.data(), &index)) != -1;) {
    if (found == 'h') {
      std::cout << help(program);
      std::exit(0);
    }
    if (found != 0) usage_error(program, "the command line is wrong");
    const Option& option = options_[static_cast<std::size_t>(index)];
    const std::string wrong = option.set(optarg == nullptr ? "" : optarg);
    if (!wrong.empty()) usage_error(program, option.name + ": " + wrong);
  }
  if (optind < argc) usage_error(program, "there is no argument \"" + std::string(argv[optind]) + "\"");
}

}  // namespace noticed::test
