#include "pollers/json_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pollers/patterns.h"
#include "pollers/poller.h"

namespace noticed::codearts {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestName = 512;  // of a path's component: a hostile answer must not lead to many long paths

const json kNull;

/// Appends a component to a JSON pointer, shortened for the log.
std::string below(const std::string& pointer, std::string_view name) {
  constexpr std::size_t kLongest = 64;
  if (name.size() > kLongest) return pointer + "/(long name)";
  std::string out = pointer + "/";
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

/// A number as a setting: a whole value becomes an integer, however it was written.
Value number(const json& value) {
  constexpr double kExact = 9007199254740992.0;
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return value.get<double>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  const auto real = value.get<double>();
  if (std::abs(real) < kExact && std::trunc(real) == real) return static_cast<std::int64_t>(real);
  return real;
}

bool is_empty(const json& value) {
  if (value.is_array()) return std::all_of(value.begin(), value.end(), [](const json& item) { return is_empty(item); });
  return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty());
}

/// Drops members without content: null, [], [""].
json pruned(const json& value) {
  if (value.is_number()) return to_json(number(value));
  if (!value.is_structured()) return value;
  json out = value.is_array() ? json::array() : json::object();
  for (const auto& [key, member] : value.items()) {
    if (value.is_array()) {
      out.push_back(pruned(member));
    } else if (!member.is_null() && !(member.is_array() && is_empty(member))) {
      out[key] = pruned(member);
    }
  }
  return out;
}

bool holds_structure(const json& array) {
  return std::any_of(array.begin(), array.end(), [](const json& item) { return item.is_structured(); });
}

}  // namespace

void Node::fail(std::string_view what) const {
  throw Malformed((pointer_.empty() ? "the answer" : pointer_) + ": " + std::string(what));
}

void Node::wrong_type(std::string_view expected) const {
  fail(std::string(value_->type_name()) + " instead of " + std::string(expected));
}

std::optional<bool> Node::boolean() const {
  if (!present()) return {};
  if (!value_->is_boolean()) wrong_type("a boolean");
  return value_->get<bool>();
}

std::optional<std::int64_t> Node::integer() const {
  if (!present()) return {};
  if (!value_->is_number()) wrong_type("an integer");
  const Value value = number(*value_);
  if (!std::holds_alternative<std::int64_t>(value)) fail("a number that is not an integer");
  return std::get<std::int64_t>(value);
}

std::optional<std::string> Node::text() const {
  if (!present()) return {};
  if (!value_->is_string()) wrong_type("a string");
  auto text = value_->get<std::string>();
  if (text.empty()) return {};
  return text;
}

std::string Node::name() const {
  const auto found = text();
  if (!found) fail("missing");
  if (*found == "*") fail("\"*\" is not a name");
  return *found;
}

std::vector<Node> Node::items() const {
  if (!present()) return {};
  if (!value_->is_array()) wrong_type("an array");
  std::vector<Node> items;
  for (std::size_t i = 0; i < value_->size(); ++i)
    if (!(*value_)[i].is_null()) items.emplace_back((*value_)[i], below(pointer_, std::to_string(i)));
  return items;
}

List Node::texts(Ids ids) const {
  std::vector<std::string> out;
  for (const Node& item : items()) {
    if (ids == Ids::yes && item.value_->is_number()) {
      out.push_back(std::to_string(item.integer().value_or(0)));
    } else {
      out.push_back(item.text().value_or(""));
    }
  }
  return make_list(std::move(out));
}

List Node::split_texts() const {
  std::vector<std::string> out;
  for (const Node& item : items())
    for (std::string& part : split_list(item.text().value_or(""))) out.push_back(std::move(part));
  return make_list(std::move(out));
}

List Node::split() const { return split_list(text().value_or("")); }

Object::Object(Node node) : node_(std::move(node)) {
  if (node_.present() && !node_.json().is_object()) node_.wrong_type("an object");
}

Node Object::operator[](std::string_view name) {
  asked_.push_back(name);
  const std::string pointer = below(node_.pointer_, name);
  if (!node_.present()) return Node(kNull, pointer);
  const auto found = node_.json().find(name);
  return Node(found == node_.json().end() ? kNull : *found, pointer);
}

void Object::require_documented() const {
  const bool any = std::any_of(asked_.begin(), asked_.end(), [this](std::string_view name) {
    return node_.present() && node_.json().contains(name);
  });
  if (!any) node_.fail("none of the documented members");
}

std::vector<std::pair<std::string, Node>> Object::unknown() const {
  std::vector<std::pair<std::string, Node>> out;
  if (!node_.present()) return out;
  for (const auto& [name, value] : node_.json().items())
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end())
      out.emplace_back(name, Node(value, below(node_.pointer_, name)));
  return out;
}

void SettingsWriter::put(const std::string& attribute, Value value) const {
  if (channel_.size() > kLongestName || event_.size() > kLongestName || attribute.size() > kLongestName)
    throw Malformed("a name is longer than " + std::to_string(kLongestName) + " bytes");
  constexpr std::size_t kMostSettings = 2'000;  // the largest documented answer has about fifty
  if (settings_->size() >= kMostSettings) throw Malformed("more than " + std::to_string(kMostSettings) + " settings");
  const bool fresh = settings_->emplace(encode(Path{channel_, event_, attribute}), std::move(value)).second;
  if (!fresh) throw Malformed("two members contain the same setting");
}

bool SettingsWriter::holds(const std::string& attribute) const {
  return settings_->contains(encode(Path{channel_, event_, attribute}));
}

void SettingsWriter::set(const std::string& attribute, std::optional<bool> value) const {
  if (value) put(attribute, *value);
}

void SettingsWriter::set(const std::string& attribute, std::optional<std::int64_t> value) const {
  if (value) put(attribute, *value);
}

void SettingsWriter::set(const std::string& attribute, std::optional<std::string> value) const {
  if (value) put(attribute, std::move(*value));
}

void SettingsWriter::set(const std::string& attribute, List value) const {
  if (!value.empty()) put(attribute, std::move(value));
}

void SettingsWriter::add(const std::string& attribute, const json& value) const {
  if (attribute.size() > kLongestName) throw Malformed("an unknown member's name is too long");
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) add(attribute + "." + name, member);
  } else if (value.is_boolean()) {
    put(attribute, value.get<bool>());
  } else if (value.is_number()) {
    put(attribute, number(value));
  } else if (value.is_string()) {
    put(attribute, value.get<std::string>());
  } else if (value.is_array() && holds_structure(value) && !is_empty(value)) {
    put(attribute, pruned(value).dump());
  } else if (value.is_array()) {
    std::vector<std::string> items;
    for (const json& item : value) {
      if (item.is_string()) items.push_back(item.get<std::string>());
      if (item.is_boolean() || item.is_number()) items.push_back(pruned(item).dump());
    }
    set(attribute, make_list(std::move(items)));
  }
}

void SettingsWriter::add_unknown(const Object& object, std::string_view prefix) const {
  for (const auto& [name, node] : object.unknown()) add(std::string(prefix) + name, node.json());
}

List split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find_first_of(",;"));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    items.emplace_back(trim(item));
  }
  return make_list(std::move(items));
}

}  // namespace noticed::codearts
