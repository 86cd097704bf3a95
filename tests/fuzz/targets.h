// What is fuzzed: one function for each kind of input from outside. Each does with a text what the program does with
// it, and checks what must hold whatever the text is. Pure, one thread.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace noticed::fuzz {

/// A property that does not hold. Nobody catches it, so that the fuzzer stops where it was thrown.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
inline void require(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}
inline void require(bool holds, const std::string& what) { require(holds, what.c_str()); }

struct Target {
  std::string_view name;  // also of its folder in corpus/
  void (*run)(std::string_view input);
};

/// In the order in which they are run.
std::span<const Target> targets();

// answers.cpp: an answer's body, by service. It is read as the fetcher does, for every section.
void read_build(std::string_view input);
void read_pipeline(std::string_view input);
void read_check(std::string_view input);
void read_repo(std::string_view input);
// The other files are named like their targets.
void read_refusal(std::string_view input);     // reply_text.h
void read_listing(std::string_view input);     // pages with lines "---" between them
void read_configured(std::string_view input);  // noticed.toml
void read_stored(std::string_view input);      // canonical settings
void read_words(std::string_view input);       // durations, times, addresses, texts to be cut
void tell_bodies(std::string_view input);      // events' bodies, one a line
void tell_events(std::string_view input);      // event_text.h
void judge_reply(std::string_view input);      // reply_text.h

}  // namespace noticed::fuzz
