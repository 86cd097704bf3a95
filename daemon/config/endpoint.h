// Where the cloud's services answer, region by region. Every host can be overridden in an account's `endpoints`.
// Sources: the SDKs' region tables (they agree with one another), and the API references where those know better.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/service.h"

namespace noticed {

/// The documented host of a service in a region, as "https://host"; nothing where none is documented. It may be another
/// region's host, which is then to be asked with the credentials of the account's own region.
std::optional<std::string> documented_endpoint(Service service, std::string_view region);

/// The same of ProjectMan, which lists the projects.
std::optional<std::string> documented_project_endpoint(std::string_view region);
/// The regions that have one.
std::vector<std::string_view> project_regions();

/// Where the region's tokens come from: its own IAM host where it has one, else the global one.
std::string documented_iam_endpoint(std::string_view region);

/// Where a server of the cloud asks for its agency's temporary keys.
inline constexpr std::string_view kMetadataEndpoint = "http://169.254.169.254";

}  // namespace noticed
