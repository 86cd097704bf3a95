// What the names of the answers' members say about the strings they hold. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace noticed::codearts {

enum class Field : std::uint8_t {
  unknown,  // not documented
  plain,    // documented, holds no secret by itself; its strings still go by their shape
  id,       // an identifier: may look like a phone number without being one
  url,
  secret,
  phones,  // one number or a list of them
  config   // free text that may be JSON and may hold all of the above
};

/// By the documentation of the five APIs and of the listings.
Field field_of(std::string_view name);

/// Members of Build's `param_config` that mean what the other services' webhook settings mean, beside those whose field
/// is masked anyway. Its form is undocumented: all others are unknown there.
bool is_config_member(std::string_view name);

/// The words that the documents list as values of the APIs' members: types, sources, events, actions, roles, states.
/// None is a secret, wherever it stands.
std::span<const std::string_view> known_words();

/// Whether a name that is not documented sounds like a secret's. Case does not matter.
bool sounds_secret(std::string_view name);

/// Documented members that are lists of objects, by how many objects and lists are around the one they stand in. Any
/// other list of objects is foreign.
bool is_known_list(std::string_view name, int level);

}  // namespace noticed::codearts
