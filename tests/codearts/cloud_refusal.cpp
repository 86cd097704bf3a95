#include "codearts/cloud_refusal.h"

#include "codearts/json.h"

namespace codearts {
namespace {

Reply gateway(unsigned status, const char* code, std::string_view message, std::uint64_t request_id) {
  Reply reply;
  reply.status = status;
  const Json body{{"error_code", code}, {"error_msg", message}, {"request_id", request_id_text(request_id)}};
  // The message may repeat what the client sent, which need not be UTF-8.
  set_body(reply, body.dump(-1, ' ', false, Json::error_handler_t::replace));
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
  return identity_refused(token_given ? "decrypt token fail" : "x-auth-token not found", request_id);
}

Reply identity_refused(std::string_view why, std::uint64_t request_id) {
  const std::string message = std::string("Incorrect IAM authentication information: ").append(why);
  return gateway(401, "APIGW.0301", message, request_id);
}

Reply token_revoked(std::uint64_t request_id) {
  return gateway(401, "APIGW.0307", "The token must be updated.", request_id);
}

Reply no_project(std::uint64_t request_id) {
  return gateway(403, "APIGW.0302", "Not allowed: the token's scope is no project.", request_id);
}

Reply over_limit(std::uint64_t limit, std::string_view time, std::string_view policy, std::uint64_t request_id) {
  std::string text("The throttling threshold has been reached: policy ");
  text.append(policy).append(" over ratelimit,limit:").append(std::to_string(limit)).append(",time:").append(time);
  Reply reply;
  reply.status = 429;
  set_body(reply,
           Json{{"error_msg", text}, {"error_code", "APIGW.0308"}, {"request_id", request_id_text(request_id)}}.dump());
  return reply;
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

Reply no_such_project(Service service) {
  switch (service) {
    case Service::build: return refusal(404, "DEV_21_100169", "The project does not exist.");
    case Service::pipeline: return refusal(404, "DEVPIPE.00011412", "The project does not exist.");
    case Service::check: return refusal(200, "CC.00050013", "The project does not exist.");
    case Service::repo: break;
  }
  return refusal(403, "CH.080403", "Insufficient permission.");
}

Reply bad_page(Endpoint listing, std::uint64_t request_id) {
  switch (listing) {
    case Endpoint::build_list: return refusal(400, "CB.00060200", "Parameter error: page_index, page_size.");
    case Endpoint::pipeline_list: return refusal(400, "DEVCP.00000001", "Bad message format: offset, limit.");
    case Endpoint::check_list: return refusal(400, "CC.xxxxxxxx.400", "Parameter error: offset, limit.");
    case Endpoint::repo_list: return refusal(400, "CH.010001", "Parameter error: offset, limit.");
    default: return gateway(400, "APIGW.0201", "Bad request: offset, limit.", request_id);
  }
}

std::string request_id_text(std::uint64_t request_id) {
  std::string text(32, '0');
  for (std::size_t at = text.size(); request_id != 0; request_id >>= 4U)
    text[--at] = "0123456789abcdef"[request_id & 15U];
  return text;
}

}  // namespace codearts
