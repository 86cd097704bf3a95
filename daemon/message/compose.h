// Composes one message from committed events, in one language. Pure: the same events and context give the same message.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>

#include "daemon/message/message.h"
#include "storage/model/delivery.h"
#include "storage/model/service.h"
#include "storage/model/wording/language.h"

namespace noticed {

/// What rendering needs besides the events.
struct RenderContext {
  Language language = Language::en;
  /// Declared webhook addresses: fingerprinted form ("https://host/#fp") -> display name.
  std::map<std::string, std::string, std::less<>> destinations;
  /// Number of watched resources, by account, service and project id.
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> watched;
  /// Period in which the sink could not be reached; mentioned first.
  struct Delay {
    TimePoint from{}, to{};
    std::string reason;
  };
  std::optional<Delay> delay;
  std::string keyword;  // a word that the chat requires in every message; empty: none
};

/// `events`: at least one, in the order of their numbers. Three or more alike become one block, as do events of one
/// resource that cancel each other out. Times are in the process's time zone. Never throws because of an event's body:
/// for an unreadable one the event's summary is used.
MessageContent compose(std::span<const DueDelivery> events, const RenderContext& context);

/// A message marked as a test, for `test-sink`. One block, whose member has number 0.
MessageContent test_message(const std::string& sink, const RenderContext& context);

}  // namespace noticed
