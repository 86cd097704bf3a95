// What status and error code mean together. Pure function of one table, any thread.
#pragma once

#include <string_view>

#include "storage/model/poll_report.h"

namespace noticed::codearts {

struct ErrorMeaning {
  FailureKind kind = FailureKind::server;
  bool bad_request = false;  // the request itself was refused, and not because something is missing or busy
  bool maybe_gone = false;   // the service says the same of a resource that was deleted
};

/// `code` is the vendor's, empty if the answer gave none; prefixes tell the services apart. An error inside an HTTP 200
/// is judged by its code alone.
ErrorMeaning judge(int status, std::string_view code);

}  // namespace noticed::codearts
