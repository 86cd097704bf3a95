#include "codearts/tally.h"

#include <algorithm>

namespace codearts {
namespace {

constexpr std::size_t kRing = 1000;
constexpr std::array<const char*, kCounters> kCounterNames{
    "connections",      "unauthorized",        "faults_served",      "tokens_issued",
    "sign_ins_refused", "signatures_verified", "signatures_refused", "throttled"};

}  // namespace

void Tally::count(std::optional<Endpoint> endpoint, const Reply& reply) {
  ++requests_;
  if (endpoint) ++by_endpoint_[static_cast<std::size_t>(*endpoint)];
  if (!reply.silent && reply.status < by_status_.size()) ++by_status_[reply.status];
}

void Tally::reset() {
  by_endpoint_.fill(0);
  by_status_.fill(0);
  counters_.fill(0);
  requests_ = most_in_window_ = 0;
  ring_.clear();
}

void Tally::remember(const Request& request, unsigned status) {
  Seen seen{std::string(request.method), std::string(request.target), {}, status};
  for (const Header& one : request.headers) seen.header_names.emplace_back(one.name);
  if (ring_.size() == kRing) ring_.pop_front();
  ring_.push_back(std::move(seen));
}

Json Tally::stats() const {
  Json by_endpoint = Json::object();
  for (std::size_t i = 0; i < kEndpoints; ++i)
    by_endpoint[std::string(endpoint_name(static_cast<Endpoint>(i)))] = by_endpoint_[i];
  Json by_status = Json::object();
  for (std::size_t status = 0; status < by_status_.size(); ++status)
    if (by_status_[status] != 0) by_status[std::to_string(status)] = by_status_[status];
  Json stats{{"requests", requests_}, {"by_endpoint", by_endpoint}, {"by_status", by_status}};
  for (std::size_t i = 0; i < kCounters; ++i) stats[kCounterNames[i]] = counters_[i];
  stats["most_in_window"] = most_in_window_;
  return stats;
}

Json Tally::last(std::size_t count) const {
  Json requests = Json::array();
  for (std::size_t i = ring_.size() - std::min(count, ring_.size()); i < ring_.size(); ++i) {
    const Seen& seen = ring_[i];
    requests.push_back(Json{
        {"method", seen.method}, {"target", seen.target}, {"headers", seen.header_names}, {"status", seen.status}});
  }
  return requests;
}

}  // namespace codearts
