// The CodeArts services: one description of each, and the sections of their snapshots. Immutable, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/setting.h"
#include "storage/model/word.h"

namespace noticed {

/// A service: its position in services(). Valid for this process only; the database and events have its word.
enum class Service : std::uint8_t {};
/// Upper limit of services(), for arrays indexed by service.
inline constexpr std::size_t kMostServices = 8;
constexpr std::size_t index_of(Service service) { return static_cast<std::size_t>(service); }

/// The form of a resource's id.
enum class IdForm : std::uint8_t {
  key,    // 32 of [0-9a-z]
  word,   // 1 to 128 of [0-9A-Za-z_-]
  number  // 1 to 9999999999
};
bool has_form(std::string_view id, IdForm form);

/// Where resources of regions are served. A single word stands for "<word>.<region>.myhuaweicloud.com"; a name with
/// dots is the whole host.
struct RegionHost {
  std::string_view host;
  std::string_view regions;  // separated by blanks
};

/// What people call the service's resources.
struct ServiceWords {
  std::string_view one, many;                     // "build job", "build jobs"
  std::string_view zh, zh_measure, zh_resources;  // the service, its measure word, and its resources
};

/// All that differs from service to service, except how answers are read (Poller). The text has static storage.
struct ServiceInfo {
  std::string_view word;  // in the configuration, the database and events: "build"
  ServiceWords words;
  /// One section per API answer; sections fail, recover and are first seen independently. If there are several, the
  /// first is the status call and each of the others a channel.
  std::span<const std::string_view> sections;
  /// The API operations that answer: the first section has the first one, all others have the last one. Each is counted
  /// by the cloud on its own.
  std::span<const std::string_view> operations;
  std::span<const Word> events;      // plain words for the vendor's ids: "build failed"
  std::span<const Word> failures{};  // the usual failure events, as the subject of an alert: "failed builds"
  IdForm id{};
  std::string_view id_hint{};  // what an id is, for a fault: "32 lower-case letters and digits"
  bool needs_project = false;  // requests name the CodeArts project
  double cap = 0;  // documented maximum per second of each operation, shared by all users of the region; 0: none
  std::span<const RegionHost> hosts;     // documented ones
  std::string_view console{};            // path of a resource's page, with {project} and {id}; empty: not known
  std::string_view good_status{};        // the word in `status` of a good answer; empty: it has no such member
  bool bad_request_unsupported = false;  // a 400 may mean that a channel does not exist in this region
};

/// The table of services. Declared here, since everything reads it; defined in pollers/codearts/service_table.cpp,
/// since each entry stands beside its poller.
std::span<const ServiceInfo* const> services();
/// All of them, in the order of the table.
std::span<const Service> all_services();
const ServiceInfo& info_of(Service service);
/// The words of a service; for "" or an unknown one those of any resource.
const ServiceWords& words_of(std::string_view service);
/// "build, pipeline, check or repo".
std::string service_list();
/// Ids of the usual failure events of all services.
std::vector<std::string> usual_failure_events();

inline std::string_view to_text(Service service) { return info_of(service).word; }
std::optional<Service> service_from(std::string_view word);
/// The service of a stored row. Throws StoreError (newer) if this version has no such service.
Service stored_service(std::string_view word);

/// Position in the service's sections; SectionMask is a bit mask of these.
using SectionIndex = std::uint8_t;
using SectionMask = std::uint16_t;
/// Upper limit of a service's sections.
inline constexpr std::size_t kMostSections = 16;
constexpr SectionMask bit(SectionIndex section) { return static_cast<SectionMask>(1U << section); }

inline std::span<const std::string_view> sections_of(Service service) { return info_of(service).sections; }
inline SectionIndex section_count(Service service) { return static_cast<SectionIndex>(sections_of(service).size()); }
/// Position in the service's operations of the one that answers the section.
inline std::size_t operation_of(Service service, SectionIndex section) {
  return section == 0 ? 0 : info_of(service).operations.size() - 1;
}
SectionMask all_sections(Service service);
/// Whether it can be polled by channel.
inline bool has_channels(Service service) { return sections_of(service).size() > 1; }
/// What those services' resources are called: "pipelines and repositories".
std::string resources_with_channels();
std::optional<SectionIndex> section_index(Service service, std::string_view name);

/// The section a path belongs to. The result of a status call is stored under attributes that begin with "switch."; all
/// else belongs to its channel. An unknown channel belongs to the section with all channels (index 0).
SectionIndex section_of(Service service, const Path& path);

/// The sections whose channel the status call shows as switched off.
SectionMask switched_off(Service service, const Settings& settings);

}  // namespace noticed
