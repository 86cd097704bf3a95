#include "codearts/refusal.h"

#include "codearts/json.h"

namespace codearts {
namespace {

Reply gateway(unsigned status, const char* code, const char* message, std::uint64_t request_id) {
  Reply reply;
  reply.status = status;
  const Json body{{"error_code", code}, {"error_msg", message}, {"request_id", request_id_text(request_id)}};
  set_body(reply, body.dump());
  return reply;
}

}  // namespace

Reply refusal(unsigned status, const char* code, const char* message) {
  Reply reply;
  reply.status = status;
  const Json body{{"error_code", code}, {"error_msg", message}};
  set_body(reply, body.dump());
  return reply;
}

Reply no_such_api(std::uint64_t request_id) {
  return gateway(404, "APIGW.0101", "The API does not exist or has not been published in the environment", request_id);
}

Reply not_authenticated(Service service, bool token_given, std::uint64_t request_id) {
  if (service == Service::repo) return refusal(401, "CH.00000001", "User authentication info not found.");
  if (service == Service::check) return refusal(401, "CC.00000003", "Authentication information expired.");
  const char* why = token_given ? "Incorrect IAM authentication information: decrypt token fail"
                                : "Incorrect IAM authentication information: x-auth-token not found";
  return gateway(401, "APIGW.0301", why, request_id);
}

Reply no_such_resource(Service service) {
  switch (service) {
    case Service::build: return refusal(404, "DEVCB.00031006", "The job does not exist.");
    case Service::pipeline: return refusal(404, "DEVPIPE.00011401", "The pipeline does not exist.");
    case Service::check: return refusal(404, "CC.xxxxxxxx.404", "The task does not exist.");
    case Service::repo: break;
  }
  return refusal(404, "CH.00402000", "The repository does not exist. Check and try again.");
}

Reply bad_type(Service service) {
  if (service == Service::pipeline) return refusal(400, "DEVCP.00000001", "Bad message format: type.");
  return refusal(400, "CH.010001", "Parameter error: type.");
}

std::string request_id_text(std::uint64_t request_id) {
  std::string text(32, '0');
  for (std::size_t at = text.size(); request_id != 0; request_id >>= 4U)
    text[--at] = "0123456789abcdef"[request_id & 15U];
  return text;
}

}  // namespace codearts
