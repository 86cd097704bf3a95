// A sink's URL, from the configuration or from a file that is read again for every message. Knows which parts of it are
// secret. Network thread only.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/sink_type.h"
#include "pollers/credential.h"

namespace noticed {

class Address {
 public:
  explicit Address(const SinkConfig& config);

  /// The checked URL; null if there is no valid one now: error() then says why, without the URL.
  const std::string* url();
  const std::string& error() const { return error_; }

  /// The text without the parts of the last URL after its host: they contain tokens, and servers often repeat the
  /// request's URL.
  std::string hidden(std::string text) const;

 private:
  const SinkType* type_;
  std::string url_;  // the last valid one
  bool fixed_;       // url_ is from the configuration
  bool allow_plain_;
  Credential file_;
  std::string error_;
};

}  // namespace noticed
