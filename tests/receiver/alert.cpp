#include "receiver/alert.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string_view>

namespace receiver {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kIndent = "              ";

struct Face {
  std::string_view severity;
  std::string_view symbol;
  std::string_view word;
  std::string_view colour;
};

constexpr std::array kFaces{Face{"critical", "🔴", "CRITICAL", "\x1b[1;31m"},
                            Face{"warning", "🟠", "WARNING", "\x1b[33m"}, Face{"info", "🔵", "info", "\x1b[36m"}};
constexpr Face kStrange{"", "⚪", "unknown", ""};

const Face& face_of(std::string_view severity) {
  const auto found = std::ranges::find_if(kFaces, [&](const Face& face) { return face.severity == severity; });
  return found == kFaces.end() ? kStrange : *found;
}

/// Nothing that arrives may steer the terminal.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text;
}

std::string text_in(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object.at(name).is_string()) return "?";
  return printable(object.at(name).get<std::string>());
}

std::string value_in(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || object.at(name).is_null()) return "nothing";
  const Json& value = object.at(name);
  if (value.is_string()) return printable(value.get<std::string>());
  return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string utc(std::chrono::system_clock::time_point time, const char* form) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), form, &parts);
  return text.data();
}

/// "14:05:09.123" of "2026-11-21T14:05:09.123Z".
std::string clock_time(const std::string& time) { return time.size() == 24 ? time.substr(11, 12) : time; }

Json member(const Json& object, const char* name) {
  return object.is_object() && object.contains(name) ? object.at(name) : Json();
}

std::string changes_text(const Json& data) {
  std::string text;
  const Json changes = member(data, "changes");
  if (!changes.is_array()) return text;
  for (const Json& change : changes)
    text += kIndent + text_in(change, "channel") + " " + text_in(change, "event") + " " + text_in(change, "attribute") +
            ": " + value_in(change, "old") + " -> " + value_in(change, "new") + "\n";
  return text;
}

std::string footer(const Delivery& delivery, const Json& data) {
  const Json window = member(data, "window");
  std::string text = kIndent;
  if (window.is_object())
    text += "between " + clock_time(text_in(window, "not_before")) + " and " +
            clock_time(text_in(window, "observed_at")) + " UTC; ";
  return text + (delivery.signature_ok ? "signature good" : "SIGNATURE: " + delivery.signature_problem) + "\n";
}

}  // namespace

std::string describe(const Delivery& delivery, bool colours) {
  const Json body = Json::parse(delivery.body, nullptr, false);
  const Json data = member(body, "data");
  const std::string now = "  " + utc(delivery.received_at, "%H:%M:%S") + "  ";
  if (!data.is_object())
    return now + "⚪ " + printable(delivery.method) + " with " + std::to_string(delivery.body.size()) +
           " bytes that are no alert\n" + footer(delivery, data);
  const Face& face = face_of(text_in(data, "severity"));
  const std::string head = std::string(face.symbol) + " " + std::string(face.word) + ": " + text_in(data, "summary");
  const std::string painted = colours ? std::string(face.colour) + head + "\x1b[0m" : head;
  return now + "  " + painted + "\n" + changes_text(data) + footer(delivery, data);
}

std::string record(const Delivery& delivery) {
  Json event = Json::parse(delivery.body, nullptr, false);
  if (event.is_discarded()) event = delivery.body;
  const Json line{{"received_at", utc(delivery.received_at, "%Y-%m-%dT%H:%M:%SZ")},
                  {"signature_ok", delivery.signature_ok},
                  {"signature_problem", delivery.signature_problem},
                  {"headers", delivery.headers},
                  {"event", std::move(event)}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace receiver
