#include "codearts/route.h"

#include <array>

namespace codearts {
namespace {

struct Trait {
  std::string_view name;
  Purpose purpose;
  std::string_view method;
};

constexpr std::array<Trait, kEndpoints> kTraits{{{"build.query", Purpose::setting, "GET"},
                                                 {"pipeline.status", Purpose::setting, "GET"},
                                                 {"pipeline.detail", Purpose::setting, "GET"},
                                                 {"check.notification", Purpose::setting, "GET"},
                                                 {"repo.status", Purpose::setting, "GET"},
                                                 {"repo.subscription", Purpose::setting, "GET"},
                                                 {"project.list", Purpose::listing, "GET"},
                                                 {"build.list", Purpose::listing, "GET"},
                                                 {"pipeline.list", Purpose::listing, "POST"},
                                                 {"check.list", Purpose::listing, "GET"},
                                                 {"repo.list", Purpose::listing, "GET"},
                                                 {"iam.tokens", Purpose::sign_in, "POST"},
                                                 {"metadata.token", Purpose::metadata, "PUT"},
                                                 {"metadata.key", Purpose::metadata, "GET"}}};

const Trait& trait_of(Endpoint endpoint) { return kTraits[static_cast<std::size_t>(endpoint)]; }

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::optional<std::string_view> between(std::string_view text, std::string_view prefix, std::string_view suffix) {
  if (!take_prefix(text, prefix) || !take_suffix(text, suffix)) return std::nullopt;
  return text;
}

bool is_segment(std::string_view text) { return !text.empty() && text.find('/') == std::string_view::npos; }

std::optional<Route> named(Endpoint endpoint, Service service, std::string_view id) {
  if (!is_segment(id)) return std::nullopt;
  return Route{endpoint, service, {}, id, {}};
}

std::optional<Route> listing(Endpoint endpoint, Service service, std::string_view project) {
  if (!is_segment(project)) return std::nullopt;
  return Route{endpoint, service, project, {}, {}};
}

std::optional<Route> alone(Endpoint endpoint) { return Route{endpoint, Service::build, {}, {}, {}}; }

std::optional<Route> pipeline_route(std::string_view rest) {
  if (take_suffix(rest, "/api/pipelines/list")) return listing(Endpoint::pipeline_list, Service::pipeline, rest);
  constexpr std::string_view kMiddle = "/api/pipeline-notices/";
  const std::size_t middle = rest.find(kMiddle);
  if (middle == std::string_view::npos) return std::nullopt;
  const std::string_view project = rest.substr(0, middle);
  std::string_view id = rest.substr(middle + kMiddle.size());
  if (!is_segment(project)) return std::nullopt;
  std::optional<Route> route;
  if (take_suffix(id, "/notice/detail"))
    route = named(Endpoint::pipeline_detail, Service::pipeline, id);
  else if (take_suffix(id, "/notice/status"))
    route = named(Endpoint::pipeline_status, Service::pipeline, id);
  if (route) route->project = project;
  return route;
}

std::optional<Route> repo_route(std::string_view id) {
  if (take_suffix(id, "/notification-subscriptions/status")) return named(Endpoint::repo_status, Service::repo, id);
  if (take_suffix(id, "/notification-subscriptions/subscription"))
    return named(Endpoint::repo_subscription, Service::repo, id);
  return std::nullopt;
}

// What is asked for now and then.
std::optional<Route> other_route(std::string_view path) {
  if (path == "/v4/projects") return alone(Endpoint::project_list);
  if (path == "/v3/auth/tokens") return alone(Endpoint::iam_tokens);
  if (path == "/meta-data/latest/api/token") return alone(Endpoint::metadata_token);
  if (path == "/openstack/latest/securitykey") return alone(Endpoint::metadata_key);
  if (const auto project = between(path, "/v4/projects/", "/repositories"))
    return listing(Endpoint::repo_list, Service::repo, *project);
  if (const auto project = between(path, "/v1/job/", "/list"))
    return listing(Endpoint::build_list, Service::build, *project);
  if (const auto project = between(path, "/v2/", "/tasks"))
    return listing(Endpoint::check_list, Service::check, *project);
  return std::nullopt;
}

std::optional<Route> path_route(std::string_view path) {
  if (take_prefix(path, "/v3/jobs/notice/")) {
    if (!take_suffix(path, "/query")) return std::nullopt;
    return named(Endpoint::build_query, Service::build, path);
  }
  if (take_prefix(path, "/v5/")) return pipeline_route(path);
  if (take_prefix(path, "/v1/task/notification/")) return named(Endpoint::check_notification, Service::check, path);
  if (take_prefix(path, "/v4/repositories/")) return repo_route(path);
  return other_route(path);
}

}  // namespace

Purpose purpose_of(Endpoint endpoint) { return trait_of(endpoint).purpose; }

std::string_view endpoint_name(Endpoint endpoint) { return trait_of(endpoint).name; }

std::string_view endpoint_method(Endpoint endpoint) { return trait_of(endpoint).method; }

std::optional<Route> route_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  std::optional<Route> route = path_route(target.substr(0, mark));
  if (route && mark != std::string_view::npos) route->query = target.substr(mark + 1);
  return route;
}

std::string_view query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    std::string_view pair = query.substr(0, end);
    if (take_prefix(pair, name) && take_prefix(pair, "=")) return pair;
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return {};
}

std::optional<std::size_t> slot_of(const Route& route) {
  switch (route.endpoint) {
    case Endpoint::build_query:
    case Endpoint::check_notification:
    case Endpoint::pipeline_status:
    case Endpoint::repo_status: return 0;
    case Endpoint::pipeline_detail:
    case Endpoint::repo_subscription: break;
    default: return std::nullopt;
  }
  const auto slot = answer_slot(route.service, query_value(route.query, "type"));
  if (slot == std::size_t{0}) return std::nullopt;  // "status" is an answer, but not a type
  return slot;
}

}  // namespace codearts
