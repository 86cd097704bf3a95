#include "daemon/sinks/replies.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "storage/model/unicode.h"

namespace noticed {

using nlohmann::json;
using std::chrono::milliseconds;

namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

/// Feishu's gateway has its own header for the seconds until it accepts requests again.
std::optional<milliseconds> reset_asked(const Reply& reply) {
  const auto seconds = number_of(reply.ratelimit_reset);
  if (!seconds || *seconds < 0) return {};
  return std::chrono::seconds{std::min<std::int64_t>(*seconds, std::chrono::seconds(kLongestPause).count())};
}

}  // namespace

std::optional<ReplyAssessment> common_judgement(const HttpResult& result) {
  const Reply& reply = result.reply;
  // A final status is a reply, even if the body is too long, cut off or cannot be decoded.
  if (result.failure && reply.status < 200) return ReplyAssessment{Verdict::retry, vendor_text(result.failure->detail)};
  if (reply.status < 200) return judged(Verdict::retry, reply, "no final response");
  if (reply.status >= 300 && reply.status < 400)
    return judged(Verdict::retry, reply,
                  "redirects are not followed; check that this is the address that the chat issued");
  if (reply.status == 413) return judged(Verdict::drop, reply, reply.body);
  if (reply.status < 500) return {};
  ReplyAssessment busy = judged(Verdict::retry, reply, reply.body);
  if (const auto asked = pause_asked(reply)) busy.pause = *asked;
  return busy;
}

bool is_success(const Reply& reply) { return reply.status >= 200 && reply.status < 300; }

bool is_page(const Reply& reply) {
  const auto first = reply.body.find_first_not_of(" \t\r\n");
  return first != std::string::npos && reply.body[first] == '<';
}

ReplyAssessment with_failure(ReplyAssessment assessment, const HttpResult& result) {
  if (assessment.verdict == Verdict::delivered || !result.failure || result.reply.status < 200) return assessment;
  assessment.reason += "; " + vendor_text(result.failure->detail);
  return assessment;
}

ReplyAssessment judged(Verdict verdict, const Reply& reply, std::string_view said) {
  if (verdict == Verdict::delivered) return {verdict};
  const std::string shown = vendor_text(said);
  return {verdict, "HTTP " + std::to_string(reply.status) + (shown.empty() ? "" : ": ") + shown};
}

ReplyAssessment slowed(const Reply& reply, std::string_view said, std::optional<milliseconds> asked,
                       milliseconds usual) {
  if (const auto header = pause_asked(reply)) asked = std::max(asked.value_or(milliseconds{0}), milliseconds{*header});
  if (const auto reset = reset_asked(reply)) asked = std::max(asked.value_or(milliseconds{0}), *reset);
  ReplyAssessment assessment = judged(Verdict::slow_down, reply, said);
  assessment.pause = asked.value_or(usual);
  return assessment;
}

ReplyAssessment unread(const Reply& reply) {
  return reply.status == 429 ? slowed(reply, reply.body) : judged(Verdict::retry, reply, reply.body);
}

json object_in(const std::string& body) {
  json value = json::parse(body, nullptr, false);
  return value.is_object() ? value : json();
}

std::optional<std::int64_t> number_in(const json& object, std::string_view name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (found->is_number_integer()) return found->get<std::int64_t>();
  return found->is_string() ? number_of(found->get_ref<const std::string&>()) : std::nullopt;
}

std::string text_in(const json& object, std::string_view name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<milliseconds> seconds_in(const json& object, std::string_view name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return {};
  const double seconds = found->get<double>();
  if (!(seconds >= 0)) return {};
  const double most = std::chrono::duration<double>(kLongestPause).count();
  return milliseconds{static_cast<std::int64_t>(std::ceil(std::min(seconds, most) * 1'000))};
}

std::string vendor_text(std::string_view text) {
  constexpr std::size_t kMost = 200;
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  if (text[first] == '<') return "an HTML page";
  std::string shown;
  for (const char c : text.substr(first)) {
    if (shown.size() > kMost) break;  // more than is shown, so that the cut is visible
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (!control)
      shown += c;
    else if (!shown.empty() && shown.back() != ' ')
      shown += ' ';
  }
  shown = cut_bytes(valid_utf8(shown), kMost);
  shown.erase(shown.find_last_not_of(' ') + 1);
  return shown;
}

}  // namespace noticed
