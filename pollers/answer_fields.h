// What a member's name says about the strings it holds. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace noticed::codearts {

enum class Field : std::uint8_t {
  unknown,  // not documented
  plain,    // documented, not secret in itself; its strings are still checked by pattern
  id,       // an identifier: may look like a phone number without being one
  url,
  secret,
  phones,  // one number or a list of them
  config   // free text, possibly JSON, that may contain all of the above
};

/// From the documentation of the five APIs and of the listings.
Field field_of(std::string_view name);

/// Members of Build's `param_config` that correspond to the other services' webhook settings, besides those whose field
/// is always masked. Its form is undocumented: all other members count as unknown.
bool is_config_member(std::string_view name);

/// Documented values of the APIs' members: types, sources, events, actions, roles, states. Never secret, wherever they
/// occur.
std::span<const std::string_view> known_words();

/// Whether an undocumented name suggests a secret. Ignores case.
bool sounds_secret(std::string_view name);

/// Whether a member is a documented list of objects. `level`: the number of objects and lists around its object. Any
/// other list of objects is undocumented.
bool is_known_list(std::string_view name, int level);

}  // namespace noticed::codearts
