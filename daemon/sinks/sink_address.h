// Where a sink sends: an address from the configuration, or from a file that is read again for every letter. Knows what
// of it must not be shown. Network thread only.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "pollers/credential.h"

namespace noticed {

class Address {
 public:
  explicit Address(const SinkConfig& config);

  /// The address, checked; nothing if there is no good one now, then error() says why, without it.
  const std::string* url();
  const std::string& error() const { return error_; }

  /// The text without what stood in the last address behind its host: tokens are there, and servers like to repeat what
  /// they were asked.
  std::string hidden(std::string text) const;

 private:
  std::string type_;
  std::string url_;  // the last one that was good
  bool fixed_;       // url_ is from the configuration
  bool allow_plain_;
  Credential file_;
  std::string error_;
};

}  // namespace noticed
