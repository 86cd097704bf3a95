#include "daemon/report/naming.h"

#include <algorithm>

#include "daemon/message/console.h"
#include "storage/model/unicode.h"
#include "storage/model/wording/terms.h"
#include "storage/model/wording/words.h"

namespace noticed {
namespace {

constexpr std::size_t kFold = 500;
constexpr std::size_t kShownId = 12;

std::string where(const StandingRow& resource) {
  std::string text = resource.service + "/";
  text += first_of(resource.external_id, kShownId);
  return text;
}

}  // namespace

void write_name(Html& page, const StandingRow& resource) {
  const std::string url = console_url(resource.service, resource.region, resource.project_id, resource.external_id);
  const std::string called = resource.name.empty() ? where(resource) : resource.name;
  page.raw("<b>").link(url, called).raw("</b>");
  if (!resource.name.empty()) page.raw(" <code>").text(where(resource)).raw("</code>");
}

void write_short_name(Html& page, const StandingRow& resource) {
  if (!resource.name.empty()) page.text(resource.name).raw(" ");
  page.raw("<code>").text(where(resource)).raw("</code>");
}

std::string reason_words(const std::string& reason) {
  if (reason == "not_running") return "noticed was stopped";
  if (reason == "not_watched") return "not watched";
  if (reason == "not_seen") return "not read yet";
  if (reason == "storage") return "storage failed";
  if (reason == "late") return "not read in time";
  const Word* word = failure_kind_word(reason);
  return word == nullptr ? reason : std::string(word->en);
}

std::string setting_words(const Path& path) {
  const std::string attribute = attribute_name(Language::en, path.attribute);
  std::string words = place_name(Language::en, path);
  if (!attribute.empty()) words += ", " + attribute;
  return words;
}

void write_list(Html& page, std::size_t count, std::size_t open, const std::function<void(std::size_t)>& item) {
  const auto write = [&](std::size_t from, std::size_t to) {
    page.raw("<ul class=names>");
    for (std::size_t i = from; i < to; ++i) {
      page.raw("<li>");
      item(i);
      page.raw("</li>\n");
    }
    page.raw("</ul>\n");
  };
  const std::size_t shown = std::min(open, count);
  if (shown > 0) write(0, shown);
  for (std::size_t from = shown; from < count; from += kFold) {
    const std::size_t to = std::min(from + kFold, count);
    page.raw("<details><summary>");
    if (from == 0 && to == count)
      page.number(static_cast<std::int64_t>(count)).raw(" names");
    else if (from == shown && to == count)
      page.number(static_cast<std::int64_t>(count - shown)).raw(" more");
    else
      page.number(static_cast<std::int64_t>(from + 1)).raw(" to ").number(static_cast<std::int64_t>(to));
    page.raw("</summary>");
    write(from, to);
    page.raw("</details>\n");
  }
}

}  // namespace noticed
