// Common assessment of all sinks' replies: transfer failures, pauses, and error texts cleaned for display.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/sinks/sink.h"

namespace noticed {

/// The pause if a chat rate-limits without naming a time.
constexpr std::chrono::milliseconds kUsualPause{30'000};

/// Assesses what means the same for every sink: no reply, a redirect, 413 and 5xx. Returns nullopt for the rest. A
/// transfer that failed after a final status counts as answered, with the part of the body that arrived.
std::optional<ReplyAssessment> common_judgement(const HttpResult& result);
/// Adds to the reason of an incomplete reply that the transfer failed.
ReplyAssessment with_failure(ReplyAssessment assessment, const HttpResult& result);

/// Whether the status is 2xx.
bool is_success(const Reply& reply);
/// Whether the body is an HTML page: from a gateway or a login page in between, never from a chat.
bool is_page(const Reply& reply);

/// A verdict with the reason "HTTP 403: …" and the other side's text.
ReplyAssessment judged(Verdict verdict, const Reply& reply, std::string_view said);
/// slow_down with the longest pause of the Retry-After header, the x-ogw-ratelimit-reset header and `asked`; `usual` if
/// there is none.
ReplyAssessment slowed(const Reply& reply, std::string_view said, std::optional<std::chrono::milliseconds> asked = {},
                       std::chrono::milliseconds usual = kUsualPause);

/// Assesses a reply of unknown format, for example from a gateway: 429 slows down, anything else is retried.
ReplyAssessment unread(const Reply& reply);

/// The body as a JSON object; null if it is none.
nlohmann::json object_in(const std::string& body);
/// An integer member; may be given as a string.
std::optional<std::int64_t> number_in(const nlohmann::json& object, std::string_view name);
/// A string member; empty if it is none.
std::string text_in(const nlohmann::json& object, std::string_view name);
/// A pause in seconds, possibly fractional, as Slack and Discord give it; at most kLongestPause.
std::optional<std::chrono::milliseconds> seconds_in(const nlohmann::json& object, std::string_view name);

/// The other side's text on one line: without control characters, cut to 200 bytes. For HTML only a note that it is
/// HTML.
std::string vendor_text(std::string_view text);

}  // namespace noticed
