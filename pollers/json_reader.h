// Reads a redacted answer member by member and writes what it holds as settings. A deviation from the documentation
// throws Malformed with the place (a JSON pointer) and the type found, never with a value. Single use, any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/setting.h"

namespace noticed::codearts {

/// A value in an answer and its place. Null and absent are the same. Refers to the answer, which must outlive it.
class Node {
 public:
  explicit Node(const nlohmann::json& value, std::string pointer = {}) : value_(&value), pointer_(std::move(pointer)) {}

  bool present() const { return !value_->is_null(); }
  const nlohmann::json& json() const { return *value_; }

  /// Typed reading; nullopt if absent. An empty text counts as absent.
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer() const;
  std::optional<std::string> text() const;
  /// A required, non-empty text: an identity. Rejects "*", which has a special meaning in settings.
  std::string name() const;

  /// The array's elements, nulls left out; empty if the array is absent.
  std::vector<Node> items() const;
  enum class Ids : bool { no, yes };
  /// A set of texts; Ids::yes accepts integers as decimal text.
  List texts(Ids ids = Ids::no) const;
  /// A set of texts, each of which may be a list separated by commas or semicolons.
  List split_texts() const;
  /// One text with a list separated by commas or semicolons.
  List split() const;

  [[noreturn]] void fail(std::string_view what) const;
  /// "…: string where a boolean belongs".
  [[noreturn]] void wrong_type(std::string_view expected) const;

 private:
  friend class Object;
  const nlohmann::json* value_;
  std::string pointer_;
};

/// An object in an answer. Records which members were requested: the others are unknown.
class Object {
 public:
  /// Throws Malformed if the node is present and not an object; an absent node is an object without members.
  explicit Object(Node node);

  /// The member of that name, present or not. It counts as documented from now on.
  Node operator[](std::string_view name);

  /// Throws Malformed unless at least one documented member is present, even if null. Call after requesting all of
  /// them.
  void require_documented() const;

  /// Members that were not requested.
  std::vector<std::pair<std::string, Node>> unknown() const;

 private:
  Node node_;
  std::vector<std::string_view> asked_;
};

/// Writes the settings of one channel and event.
class SettingsWriter {
 public:
  SettingsWriter(Settings& settings, std::string channel, std::string event = "*")
      : settings_(&settings), channel_(std::move(channel)), event_(std::move(event)) {}

  SettingsWriter at(std::string event) const { return {*settings_, channel_, std::move(event)}; }

  /// Writes nothing for an absent or empty value. Throws Malformed if the path was already written.
  void set(const std::string& attribute, std::optional<bool> value) const;
  void set(const std::string& attribute, std::optional<std::int64_t> value) const;
  void set(const std::string& attribute, std::optional<std::string> value) const;
  void set(const std::string& attribute, List value) const;

  /// Any value: objects are flattened with dots, lists of scalars are sets, other lists are canonical JSON.
  void add(const std::string& attribute, const nlohmann::json& value) const;
  /// Calls add() for every unknown member, with a prefix ("x.", "switch.x.").
  void add_unknown(const Object& object, std::string_view prefix = "x.") const;
  bool holds(const std::string& attribute) const;

 private:
  void put(const std::string& attribute, Value value) const;
  Settings* settings_;
  std::string channel_;
  std::string event_;
};

/// Items separated by commas or semicolons, trimmed, as a set.
List split_list(std::string_view text);

}  // namespace noticed::codearts
