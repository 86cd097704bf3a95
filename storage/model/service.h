// The four CodeArts services and the sections of their snapshots.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "storage/model/setting.h"

namespace noticed {

enum class Service : std::uint8_t { build, pipeline, check, repo };
inline constexpr std::array kServices{Service::build, Service::pipeline, Service::check, Service::repo};

std::string_view to_text(Service service);
std::optional<Service> service_from(std::string_view text);

/// Position in sections_of(service); SectionMask is a bit mask of these.
using SectionIndex = std::uint8_t;
using SectionMask = std::uint16_t;
constexpr SectionMask bit(SectionIndex section) { return static_cast<SectionMask>(1U << section); }

/// One section per API answer; sections fail, recover and are first seen independently.
/// build, check: {"*"}; pipeline: status and its six types; repo: status and its five types.
std::span<const std::string_view> sections_of(Service service);
std::optional<SectionIndex> section_index(Service service, std::string_view name);

/// The section a path belongs to. The result of a status call is stored under attributes that begin with "switch."; all
/// else belongs to its channel. An unknown channel belongs to the section with all channels (index 0).
SectionIndex section_of(Service service, const Path& path);

}  // namespace noticed
