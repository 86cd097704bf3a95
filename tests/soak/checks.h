// What a long run asserts: each check is one line, counted, and the last line is "N passed, N failed". One thread.
#pragma once

#include <iostream>
#include <string>

namespace noticed::soak {

class Checks {
 public:
  /// Prints and counts a check; `seen` are the measured figures.
  bool check(bool good, const std::string& what, const std::string& seen = {}) {
    std::cout << (good ? "  ok      " : "  FAILED  ") << what << (seen.empty() ? "" : ": ") << seen << std::endl;
    ++(good ? passed_ : failed_);
    return good;
  }
  template <class Number>
  bool same(const Number& seen, const Number& wanted, const std::string& what) {
    return check(seen == wanted, what, std::to_string(seen) + " of " + std::to_string(wanted));
  }
  int failed() const { return failed_; }
  /// Prints the last line; the exit status.
  int finish() const {
    std::cout << passed_ << " passed, " << failed_ << " failed" << std::endl;
    return failed_ == 0 && passed_ > 0 ? 0 : 1;
  }

 private:
  int passed_ = 0;
  int failed_ = 0;
};

}  // namespace noticed::soak
