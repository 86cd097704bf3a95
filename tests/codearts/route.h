// Which of the simulated endpoints a request target names, and what it says about the resource. Pure, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "codearts/cloud_service.h"

namespace codearts {

enum class Endpoint {
  build_query,
  pipeline_status,
  pipeline_detail,
  check_notification,
  repo_status,
  repo_subscription,
  project_list,
  build_list,
  pipeline_list,
  check_list,
  repo_list,
  iam_tokens,
  metadata_token,
  metadata_key
};

inline constexpr std::size_t kEndpoints = 14;

/// What endpoints are for, which decides who answers.
enum class Purpose { setting, listing, sign_in, metadata };

Purpose purpose_of(Endpoint endpoint);

/// "build.query", "pipeline.detail", ...: the names in the statistics.
std::string_view endpoint_name(Endpoint endpoint);

/// The one method that the endpoint has.
std::string_view endpoint_method(Endpoint endpoint);

/// Views into the request target.
struct Route {
  Endpoint endpoint;
  Service service;           ///< whose form refusals have; build, hence the gateway's, where there is no service
  std::string_view project;  ///< of pipelines and listings
  std::string_view id;       ///< of settings
  std::string_view query;    ///< after the question mark
};

/// Empty when the gateway would not know the path.
std::optional<Route> route_of(std::string_view target);

/// The value of one query parameter, undecoded; empty when absent.
std::string_view query_value(std::string_view query, std::string_view name);

/// The answer that the route to a setting asks for; empty when its `type` is missing or wrong.
std::optional<std::size_t> slot_of(const Route& route);

}  // namespace codearts
