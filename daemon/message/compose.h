// From committed events to one message in a language. Pure: the same events and context give the same message.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>

#include "daemon/message/language.h"
#include "daemon/message/message.h"
#include "storage/model/delivery.h"
#include "storage/model/service.h"

namespace noticed {

/// What is known besides the events.
struct RenderContext {
  Language language = Language::en;
  /// Declared webhook addresses: fingerprinted form ("https://host/#fp") -> the name people know.
  std::map<std::string, std::string, std::less<>> destinations;
  /// How many resources are watched, by account, service and project id.
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> watched;
  /// The sink could not be reached from then to then: said first.
  struct Delay {
    TimePoint from{}, to{};
    std::string reason;
  };
  std::optional<Delay> delay;
  std::string keyword;  // a word that the chat wants in every message; empty: none
};

/// `events`: at least one, in the order of their numbers. Three or more that are alike become one block, as do events
/// of one resource that undo each other. Times are shown in the process's time zone. Never throws for what an event's
/// body can hold: a body it cannot read is told by its summary.
MessageContent compose(std::span<const DueDelivery> events, const RenderContext& context);

/// A marked message that tells of nothing: for `test-sink`. One block, whose member has number 0.
MessageContent test_message(const std::string& sink, const RenderContext& context);

}  // namespace noticed
