// The meaning of status and error code together. Pure function of one table, any thread.
#pragma once

#include <string_view>

#include "storage/model/poll_report.h"

namespace noticed::codearts {

struct ErrorMeaning {
  FailureKind kind = FailureKind::server;
  bool bad_request = false;  // the request was rejected, but not because something is missing or busy
  bool maybe_gone = false;   // the service returns the same for a deleted resource
};

/// `code` is the vendor's, empty if the answer had none; prefixes identify the services. An error inside an HTTP 200 is
/// assessed by its code alone.
ErrorMeaning judge(int status, std::string_view code);

}  // namespace noticed::codearts
