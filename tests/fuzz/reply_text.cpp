#include "fuzz/reply_text.h"

#include <charconv>

namespace noticed::fuzz {
namespace {

std::string* header_of(Reply& reply, std::string_view name) {
  if (name == "retry-after") return &reply.retry_after;
  if (name == "content-type") return &reply.content_type;
  if (name == "date") return &reply.date;
  if (name == "x-ogw-ratelimit-reset") return &reply.ratelimit_reset;
  return nullptr;
}

/// The text up to the line's end, which is taken off `rest`.
std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

}  // namespace

Reply reply_from(std::string_view text) {
  Reply reply;
  const std::string_view status = take_line(text);
  std::from_chars(status.data(), status.data() + status.size(), reply.status);
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    if (std::string* header = header_of(reply, line.substr(0, colon))) *header = line.substr(colon + 2);
  }
  reply.body = text;
  return reply;
}

}  // namespace noticed::fuzz
