// Which of the simulated endpoints a request target names, and what it says about the resource. Pure, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "codearts/service.h"

namespace codearts {

enum class Endpoint {
  build_query,
  pipeline_status,
  pipeline_detail,
  check_notification,
  repo_status,
  repo_subscription
};

inline constexpr std::size_t kEndpoints = 6;

/// "build.query", "pipeline.detail", ...: the names in the statistics.
std::string_view endpoint_name(Endpoint endpoint);

/// Views into the request target.
struct Route {
  Endpoint endpoint;
  Service service;
  std::string_view project;  ///< pipelines only
  std::string_view id;
  std::string_view query;  ///< after the question mark
};

/// Empty when the gateway would not know the path.
std::optional<Route> route_of(std::string_view target);

/// The value of one query parameter, undecoded; empty when absent.
std::string_view query_value(std::string_view query, std::string_view name);

/// The answer that the route asks for; empty when its `type` is missing or wrong.
std::optional<std::size_t> slot_of(const Route& route);

}  // namespace codearts
