#include "daemon/html/html.h"

#include "storage/model/time_zone.h"
#include "storage/model/unicode.h"

namespace noticed {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

Html& Html::raw(std::string_view markup) {
  out_ << markup;
  return *this;
}

Html& Html::text(std::string_view text) { return raw(escaped(text)); }

Html& Html::number(std::int64_t number) { return raw(grouped(number)); }

Html& Html::moment(TimePoint time) {
  return raw("<time datetime=\"").raw(to_text(time)).raw("\">").raw(local_time(time)).raw("</time>");
}

Html& Html::clock(TimePoint time) {
  return raw("<time datetime=\"").raw(to_text(time)).raw("\">").raw(local_clock(time)).raw("</time>");
}

Html& Html::link(std::string_view url, std::string_view called) {
  if (!url.starts_with("https://")) return text(called);
  return raw("<a rel=\"noreferrer\" href=\"").text(url).raw("\">").text(called).raw("</a>");
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return grouped(number).append(" ").append(number == 1 ? one : many);
}

}  // namespace noticed
