// Puts X-Auth-Token among a request's headers. The lists are built once a token, not once a request.
// Network thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pollers/http_client.h"

namespace noticed {

class TokenHeaders {
 public:
  void set_token(std::string token);
  /// The request's own headers stay.
  void add_to(HttpRequest& request);

 private:
  struct Known {
    std::shared_ptr<const HttpHeaders> own;
    std::shared_ptr<const HttpHeaders> with_token;
  };
  std::string token_;
  std::vector<Known> known_;  // a handful: pollers share their lists
};

}  // namespace noticed
