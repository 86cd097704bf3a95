// The answer to one request for polls, in pieces: each line is one JSON object, whose reader ignores unknown members.
//
//   {"answer": "begun", "of": number of resources}
//   {"answer": "polled", "resource": id, "service", "id", "outcome": see PollOutcome, "partly": bool, "error": text,
//    "events": [{"seq", "type", "severity", "summary"}]}, for each, in the order of completion
//   {"answer": "waiting", "left": number}, every second
//   {"answer": "done", "error": text}, once everything is on the disk; error: why the last part is not
//
// Network thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daemon/admin/admin_request.h"
#include "daemon/control/poll_requests.h"
#include "pollers/loop.h"

namespace noticed {

struct PollAnswerParts {
  Loop& loop;
  PollRequests& requests;
  /// Stores the confirmations gathered so far, then calls back, later, with the error, if any.
  std::function<void(std::function<void(const std::string& error)>)> settle;
};

/// Answers POST /control/poll: all resources; with the query "resource=NUMBER": one, by its `id` in the view
/// `resources`. 400: another query; 404: a resource that is not watched. `parts` must outlive the reply. A client that
/// disconnects ends the answer only; the polls still take place.
void answer_poll(const AdminRequest& request, const std::shared_ptr<AdminReply>& reply, const PollAnswerParts& parts);

}  // namespace noticed
