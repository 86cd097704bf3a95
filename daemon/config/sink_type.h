// What a type of sink is: one description each, read by the configuration, `init` and delivery. Immutable, any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace noticed {

class Sink;
struct SinkConfig;

/// A rule returns why it rejects a value, or an empty text if the value is valid. The text never quotes the value,
/// which may be confidential. A rule may be null: then the type has no rule of its own.
struct SinkType {
  using Rule = std::string (*)(std::string_view value);

  std::string_view name;           // `type` in the configuration
  std::string_view address_hint;   // for people: where to find the content of url_file
  std::string_view secret_hint{};  // the same for secret_file; empty: messages cannot be signed
  bool chat = true;                // renders messages for people, in groups; false: one request per event
  bool takes_keyword = false;      // can require a keyword in every message
  Rule fault_of_host = nullptr;    // of a URL, in lower case; beyond the rules for all URLs
  Rule fault_of_secret = nullptr;
  Rule doubt_of_secret = nullptr;   // a warning about a suspicious secret that may still be right
  Rule fault_of_mention = nullptr;  // instead of the rule for all chats
  std::unique_ptr<Sink> (*make)(const SinkConfig& config) = nullptr;
};
using SinkTypes = std::span<const SinkType* const>;

/// Null if there is no such type.
const SinkType* find_type(SinkTypes types, std::string_view name);
/// "feishu, dingtalk, …".
std::string names_of(SinkTypes types);

/// Why a URL is rejected; empty if it is valid. As fault_of_url, and what the type adds.
std::string fault_of_sink_url(const SinkType* type, const std::string& url, bool plain);
/// Why a keyword is rejected; empty if it is valid. Characters that the chat's markup must escape would be changed.
std::string fault_of_keyword(std::string_view keyword);
/// Why a chat cannot mention this name; empty if it can.
std::string fault_of_mention(const SinkType& type, std::string_view name);
/// Whether it is empty, too long, or holds characters that no chat allows in names, and that could end a mention early.
bool is_odd_name(std::string_view name);

}  // namespace noticed
