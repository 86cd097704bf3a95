#include "codearts/cloud.h"

#include "codearts/cloud_control.h"
#include "codearts/cloud_listing.h"
#include "codearts/cloud_refusal.h"
#include "codearts/time_text.h"

namespace codearts {
namespace {

constexpr std::size_t kWorthCompressing = 256;
constexpr std::int64_t kTokenLife = 24 * 60 * 60;  // seconds

/// A body is read only where its type is said.
bool says_what_it_sends(const Request& request) {
  return request.body.empty() || header(request, "Content-Type").starts_with("application/json");
}

}  // namespace

Cloud::Cloud(const Json& state, bool gzip, Clock::Source time) : clock_(std::move(time)), gzip_(gzip) { load(state); }

void Cloud::load(const Json& state) {
  try {
    const Json none = Json::array();
    auto tokens = state.value("tokens", std::vector<std::string>{});
    auto users = users_of(state.value("users", none));
    const auto keys = keys_of(state.value("keys", none));
    const auto metadata = metadata_of(state.value("metadata", Json()));
    auto limits = limits_of(state.value("limit", none));
    const std::chrono::seconds token_life(state.value("token_life_s", kTokenLife));
    state_.load(state);
    gateway_.set_tokens(std::move(tokens));
    gateway_.keys().set_keys(keys);
    gateway_.throttle().set_limits(std::move(limits));
    iam_.set_users(std::move(users));
    iam_.set_token_life(token_life);
    metadata_.set_options(metadata);
  } catch (const Json::exception& problem) {
    throw StateError(problem.what());
  }
}

Reply Cloud::handle(const Request& request) {
  ++request_id_;
  const Instant now = clock_.now();
  Reply reply = is_control(request.target) ? control_reply(*this, request) : api(request, now);
  reply.request_id = request_id_;
  reply.date = date(now);
  if (gzip_ && reply.compressible && reply.body && reply.body->text.size() > kWorthCompressing &&
      header(request, "Accept-Encoding").find("gzip") != std::string_view::npos)
    reply.compressed = true;
  return reply;
}

Reply Cloud::api(const Request& request, Instant now) {
  const auto route = route_of(request.target);
  const bool known = route && request.method == endpoint_method(route->endpoint);
  std::optional<Page> page;
  if (known && purpose_of(route->endpoint) == Purpose::listing && says_what_it_sends(request))
    page = page_of(*route, request.body, state_.quirks());
  Reply reply = known ? answer(Arrival{request, *route, now, request_id_}, page) : no_such_api(request_id_);
  reply.request_id = request_id_;
  if (known && !faults_.empty())
    tally_.add(Counter::faults_served,
               faults_.apply(request.target, FaultScene{*route, random_, &state_, page}, reply));
  tally_.count(known ? std::optional(route->endpoint) : std::nullopt, reply);
  if (tally_.tracing()) tally_.remember(request, reply.silent ? 0 : reply.status);
  return reply;
}

Reply Cloud::answer(const Arrival& arrival, std::optional<Page> page) {
  if (auto refusal = gateway_.throttled(arrival, tally_)) return *std::move(refusal);
  const Purpose purpose = purpose_of(arrival.route.endpoint);
  if (purpose == Purpose::sign_in) return sign_in(arrival);
  if (purpose == Purpose::metadata) return metadata_.reply(arrival, gateway_.keys(), random_);
  if (auto refusal = gateway_.refused(arrival, tally_)) return *std::move(refusal);
  return purpose == Purpose::listing ? listed(arrival, page) : setting(arrival.route);
}

Reply Cloud::sign_in(const Arrival& arrival) {
  Reply reply = iam_.sign_in(arrival, gateway_.issued(), random_);
  tally_.add(reply.status == 201 ? Counter::tokens_issued : Counter::sign_ins_refused);
  return reply;
}

Reply Cloud::setting(const Route& route) {
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

Reply Cloud::listed(const Arrival& arrival, std::optional<Page> page) {
  if (!page) return bad_page(arrival.route.endpoint, arrival.id);
  if (!listable(state_, arrival.route)) return no_such_project(arrival.route.service);
  const Json answer = listing(state_, arrival.route, *page);
  Reply reply;
  set_body(reply, shuffle_ ? shuffled_dump(answer, random_) : answer.dump());
  return reply;
}

const std::string& Cloud::date(Instant now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second != second_ || date_.empty()) date_ = http_date(now);
  second_ = second;
  return date_;
}

}  // namespace codearts
