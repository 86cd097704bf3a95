// The four CodeArts services, and the sections each one's snapshot is made of.
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

/// Position in sections_of(service); a set of sections is a bit mask of these.
using SectionIndex = std::uint8_t;
using SectionMask = std::uint16_t;
constexpr SectionMask bit(SectionIndex section) { return static_cast<SectionMask>(1U << section); }

/// One section per API answer, which fail, recover and are first seen independently.
/// build, check: {"*"}; pipeline: status and its six types; repo: status and its five types.
std::span<const std::string_view> sections_of(Service service);
std::optional<SectionIndex> section_index(Service service, std::string_view name);

/// The one section that a path belongs to. What a status call says lives under attributes that begin with "switch.";
/// all else belongs to its channel. An unknown channel belongs to the section that carries all channels (index 0).
SectionIndex section_of(Service service, const Path& path);

}  // namespace noticed
