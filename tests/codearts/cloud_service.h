// The four CodeArts services that are simulated: their names, the answers each can give, and the ids of
// generated resources. Pure functions, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace codearts {

enum class Service { build, pipeline, check, repo };

inline constexpr std::size_t kServices = 4;
/// The largest number of answers one service has (pipeline: its status and six types).
inline constexpr std::size_t kMaxSlots = 7;
/// The CodeArts project that every generated resource, and every one stated without a project, belongs to.
inline constexpr std::string_view kGeneratedProject = "e2e18230a85d4d6ab0b56cb6d2246c18";

constexpr std::size_t index_of(Service service) { return static_cast<std::size_t>(service); }

/// "build", "pipeline", "check" or "repo".
std::string_view service_name(Service service);
std::optional<Service> service_named(std::string_view name);

/// The position of an answer ("query", "status", "3", "notification", "email", ...) among those of its service.
std::optional<std::size_t> answer_slot(Service service, std::string_view answer);
std::size_t slot_count(Service service);

/// The id of the index-th generated resource: 8 hex digits that tell the service and 24 of the index,
/// or 1000000 + index for a repository.
std::string generated_id(Service service, std::uint64_t index);

/// The id of the number-th resource that came to be without being stated; never a generated one's.
std::string grown_id(Service service, std::uint64_t number);

/// The inverse of generated_id; empty for text that is no such id.
std::optional<std::uint64_t> generated_index(Service service, std::string_view id);

}  // namespace codearts
