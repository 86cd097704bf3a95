// What replies of all sinks have in common: failures of the way, pauses, and the other side's words made fit to be
// shown.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/sinks/sink.h"

namespace noticed {

/// The pause where a chat says "too many" and no time.
constexpr std::chrono::milliseconds kUsualPause{30'000};

/// What means the same everywhere: no answer, a redirect, 413 and the server's own failures. Nothing for the rest.
/// A transfer that failed after a final status counts as answered, with what arrived of its body.
std::optional<ReplyAssessment> common_judgement(const HttpResult& result);
/// The assessment of an answer that did not arrive whole: its reason says so, too.
ReplyAssessment with_failure(ReplyAssessment assessment, const HttpResult& result);

/// 2xx.
bool is_success(const Reply& reply);
/// The body is a page for people: what a gateway or a sign-in in between answers, and no chat does.
bool is_page(const Reply& reply);

/// A verdict, and "HTTP 403: " with what the other side said.
ReplyAssessment judged(Verdict verdict, const Reply& reply, std::string_view said);
/// slow_down: the longest of the pauses in the header Retry-After, in x-ogw-ratelimit-reset and in `asked`; `usual`
/// where there is none of them.
ReplyAssessment slowed(const Reply& reply, std::string_view said, std::optional<std::chrono::milliseconds> asked = {},
                       std::chrono::milliseconds usual = kUsualPause);

/// An answer that is in no known form, of whatever stands between: 429 slows down, anything else is tried again.
ReplyAssessment unread(const Reply& reply);

/// A body that is a JSON object; else null.
nlohmann::json object_in(const std::string& body);
/// A member that is a whole number, also as text.
std::optional<std::int64_t> number_in(const nlohmann::json& object, std::string_view name);
/// A member that is text; else empty.
std::string text_in(const nlohmann::json& object, std::string_view name);
/// A pause in seconds, with a fraction, as Slack and Discord give it: kLongestPause at most.
std::optional<std::chrono::milliseconds> seconds_in(const nlohmann::json& object, std::string_view name);

/// The other side's own words in one line: without control characters, cut to 200 bytes. Of HTML only that it is some.
std::string vendor_text(std::string_view text);

}  // namespace noticed
