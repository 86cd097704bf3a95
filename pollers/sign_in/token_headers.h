// Adds X-Auth-Token to a request's headers. Builds the lists once per token, not per request. Network thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pollers/http_client.h"

namespace noticed {

class TokenHeaders {
 public:
  void set_token(std::string token);
  /// Keeps the request's own headers.
  void add_to(HttpRequest& request);

 private:
  struct HeaderPair {
    std::shared_ptr<const HttpHeaders> own;
    std::shared_ptr<const HttpHeaders> with_token;
  };
  std::string token_;
  std::vector<HeaderPair> known_;  // few: pollers share their lists
};

}  // namespace noticed
