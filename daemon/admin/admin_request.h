// Requests and responses of the admin endpoint, as values.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace noticed {

struct AdminAnswer {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string policy = "default-src 'none'; frame-ancestors 'none'";  // Content-Security-Policy
  std::string body;
};

/// Builds the response to a GET of `path`, which begins with "/" and has no query. Must not block or throw.
using AdminHandler = std::function<AdminAnswer(std::string_view path)>;

}  // namespace noticed
