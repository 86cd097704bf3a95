#include "storage/model/chain_check.h"

#include <nlohmann/json.hpp>

#include "storage/model/event.h"
#include "storage/model/setting.h"

namespace noticed {
namespace {

using Json = nlohmann::ordered_json;

/// A member as text: strings without quotes, all else as JSON; empty if missing.
std::string member(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) return {};
  const Json& value = object[key];
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// A value of a change in the form of the table's column.
std::string value_text(const Json& change, const char* key) {
  if (!change.contains(key) || change[key].is_null()) return {};
  return change[key].dump();
}

std::string path_of(const Json& change) {
  return encode(Path{member(change, "channel"), member(change, "event"), member(change, "attribute")});
}

bool same(const Json& in_body, const StoredChange& stored) {
  return in_body.is_object() && member(in_body, "op") == stored.op && path_of(in_body) == stored.path &&
         value_text(in_body, "old") == stored.before && value_text(in_body, "new") == stored.after &&
         member(in_body, "effect") == stored.effect && member(in_body, "severity") == stored.severity;
}

std::string differing_changes(const Json& data, const StoredEvent& event) {
  const Json in_body = data.is_object() && data.contains("changes") ? data["changes"] : Json::array();
  if (in_body.size() != event.changes.size())
    return "its body has " + std::to_string(in_body.size()) + " changes, the stored event has " +
           std::to_string(event.changes.size());
  for (std::size_t i = 0; i < event.changes.size(); ++i)
    if (!same(in_body[i], event.changes[i]))
      return "the stored change of " + event.changes[i].path + " differs from the one in its body";
  return {};
}

/// The columns that contradict the body; empty if none.
std::string differing_columns(const StoredEvent& event) {
  const Json body = Json::parse(event.body, nullptr, false);
  if (!body.is_object()) return "its body is not a JSON object";
  const Json data = body.contains("data") ? body["data"] : Json::object();
  struct Column {
    const char* name;
    std::string in_body, stored;
  };
  const std::vector<Column> columns{
      {"number", member(data, "seq"), std::to_string(event.seq)}, {"id", member(body, "id"), event.id},
      {"time", member(body, "time"), to_text(event.at)},          {"type", member(body, "type"), event.type},
      {"severity", member(data, "severity"), event.severity},     {"summary", member(data, "summary"), event.summary}};
  for (const Column& column : columns)
    if (column.in_body != column.stored)
      return std::string("its ") + column.name + " is \"" + column.stored + "\", its body says \"" + column.in_body +
             "\"";
  return differing_changes(data, event);
}

}  // namespace

std::vector<Damage> ChainCheck::take(const StoredEvent& event) {
  std::vector<Damage> found;
  if (event.seq != seq_ + 1) {
    const std::string missing = event.seq == seq_ + 2 ? "event #" + std::to_string(seq_ + 1) + " is missing"
                                                      : "events #" + std::to_string(seq_ + 1) + " to #" +
                                                            std::to_string(event.seq - 1) + " are missing";
    found.push_back({seq_ + 1, {}, missing + ": expected before #" + std::to_string(event.seq)});
  } else {
    const std::string expected = chain_link(chain_, event.body);
    if (expected != event.chain)
      found.push_back({event.seq, event.id,
                       "its body, its chain value or its number was changed: expected chain " + expected + ", stored " +
                           event.chain});
  }
  if (std::string differing = differing_columns(event); !differing.empty())
    found.push_back({event.seq, event.id, std::move(differing)});
  seq_ = event.seq;
  chain_ = event.chain;
  return found;
}

}  // namespace noticed
