#include "codearts/cloud.h"

#include <algorithm>

#include "codearts/control.h"
#include "codearts/refusal.h"

namespace codearts {
namespace {

constexpr std::size_t kWorthCompressing = 256;

}  // namespace

Cloud::Cloud(const Json& state, bool gzip) : gzip_(gzip) { load(state); }

void Cloud::load(const Json& state) {
  try {
    std::vector<std::string> tokens = state.value("tokens", std::vector<std::string>{});
    state_.load(state);
    tokens_ = std::move(tokens);
  } catch (const Json::exception& problem) {
    throw StateError(problem.what());
  }
}

Reply Cloud::handle(const Request& request) {
  ++request_id_;
  Reply reply = is_control(request.target) ? control_reply(*this, request) : api(request);
  reply.request_id = request_id_;
  if (gzip_ && reply.compressible && reply.body && reply.body->text.size() > kWorthCompressing &&
      header(request, "Accept-Encoding").find("gzip") != std::string_view::npos)
    reply.compressed = true;
  return reply;
}

Reply Cloud::api(const Request& request) {
  const auto route = route_of(request.target);
  const bool known = route && request.method == "GET";
  Reply reply = known ? answer(request, *route) : no_such_api(request_id_);
  reply.request_id = request_id_;
  if (known && !faults_.empty()) tally_.count_faults(faults_.apply(request.target, FaultScene{*route, random_}, reply));
  tally_.count(known ? std::optional(route->endpoint) : std::nullopt, reply);
  if (tally_.tracing()) tally_.remember(request, reply.silent ? 0 : reply.status);
  return reply;
}

Reply Cloud::answer(const Request& request, const Route& route) {
  const std::string_view token = header(request, "X-Auth-Token");
  if (!authenticated(token)) {
    tally_.count_unauthorized();
    return not_authenticated(route.service, !token.empty(), request_id_);
  }
  if (!state_.exists(route.service, route.project, route.id)) return no_such_resource(route.service);
  const auto slot = slot_of(route);
  if (!slot) return bad_type(route.service);
  Reply reply;
  if (shuffle_)
    set_body(reply, shuffled_dump(state_.answer(route.service, route.id, *slot), random_));
  else
    reply.body = state_.body(route.service, route.id, *slot);
  return reply;
}

bool Cloud::authenticated(std::string_view token) const {
  return std::ranges::any_of(tokens_, [token](const std::string& one) { return one == token || one == "*"; });
}

}  // namespace codearts
