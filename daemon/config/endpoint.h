// The cloud's documented endpoints by region. Each can be overridden in an account's `endpoints`.
// Sources: the SDKs' region tables (they agree with one another), and the API references where those are more accurate.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

/// The documented host of a service in a region, as "https://host"; nullopt if none is documented. It may be another
/// region's host, to which requests are sent with the credentials of the account's own region.
std::optional<std::string> documented_endpoint(Service service, std::string_view region);

/// The same for ProjectMan, which lists the projects.
std::optional<std::string> documented_project_endpoint(std::string_view region);
/// The regions with a ProjectMan host.
std::vector<std::string_view> project_regions();

/// The IAM host that issues the region's tokens: its own if it has one, else the global one.
std::string documented_iam_endpoint(std::string_view region);

/// Where a cloud server requests its agency's temporary keys.
inline constexpr std::string_view kMetadataEndpoint = "http://169.254.169.254";

}  // namespace noticed
