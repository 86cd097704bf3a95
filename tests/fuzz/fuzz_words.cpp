// Small texts that are read by hand-written code: each property is of one function.
#include <algorithm>
#include <stdexcept>

#include "daemon/config/duration.h"
#include "daemon/config/listen.h"
#include "daemon/config/rate.h"
#include "daemon/config/report_time.h"
#include "daemon/config/url.h"
#include "daemon/sinks/markup.h"
#include "daemon/sinks/sink_table.h"
#include "fuzz/canary.h"
#include "fuzz/targets.h"
#include "fuzz/text.h"
#include "pollers/error_text.h"
#include "pollers/patterns.h"
#include "storage/model/clock.h"
#include "storage/model/policy.h"
#include "storage/model/setting.h"
#include "storage/model/unicode.h"

namespace noticed::fuzz {
namespace {

/// Whether its year has four digits, as RFC 3339 wants.
bool is_in_range(TimePoint time) { return to_text(time).size() == 24 && !to_text(time).starts_with('-'); }

void check_times(std::string_view text) {
  if (const auto duration = parse_duration(text)) {
    require(duration->count() >= 0 && *duration <= std::chrono::hours{24 * 3'660}, "a duration of too many years");
    require(!to_text(*duration).empty() && !to_words(*duration).empty(), "a duration without words");
    if (*duration == std::chrono::hours{*duration / std::chrono::hours{1}} && *duration < std::chrono::hours{24})
      require(parse_duration(to_text(*duration)) == duration, "a duration that is not read as it was written");
  }
  if (const auto time = parse_rfc3339(text))
    require(!is_in_range(*time) || parse_rfc3339(to_text(*time)) == time, "a time not read as it was written");
  if (const auto time = parse_report_time(text)) require(time->minute < 24 * 60, "a minute beyond the day");
  if (const auto rate = parse_rate(text)) require(*rate > 0 && !rate_text(*rate).empty(), "a rate of none");
}

void check_addresses(std::string_view text) {
  const std::string url(text);
  const bool good = fault_of_url(url, false).empty();
  require(!good || !host_of(url).empty(), "a good address without a host");
  require(!good || origin_of(url).starts_with("http"), "a good address without an origin");
  require(!fault_of_proxy(url).empty() || !host_of(url).empty(), "a good proxy without a host");
  require(good || !holds(fault_of_url(url, false), "canary"), "an address in its fault");
  carries_token(url);
  short_origin(origin_of(url));
  if (const auto place = parse_listen(text)) require(parse_listen(listen_text(*place)) == place, "another place");
  const std::string target = link_target(url);
  require(is_one_line(target) && !holds(target, " ") && !holds(target, ")"), "a link that ends early");
  for (const SinkType* type : sink_types()) {
    fault_of_sink_url(type, url, false);
    for (const auto rule : {type->fault_of_secret, type->doubt_of_secret})
      if (rule != nullptr) rule(text);
    fault_of_mention(*type, text);
  }
  fault_of_keyword(text);
}

void check_cuts(std::string_view text) {
  const std::string valid = valid_utf8(text);
  require(is_utf8(valid) && valid_utf8(valid) == valid, "made valid, and is not");
  require(is_utf8(text) == (valid == text), "valid text was changed, or other was not");
  for (const std::size_t most : {0U, 1U, 2U, 3U, 7U, 40U}) {
    require(cut_bytes(valid, most).size() <= most && is_utf8(cut_bytes(valid, most)), "cut to too many bytes");
    require(utf16_units(cut_units(valid, most)) <= most && is_utf8(cut_units(valid, most)), "cut to too many units");
    require(is_utf8(first_bytes(valid, most)), "cut within a character");
    if (most > 0) require(length_of(shorten(valid, most)) <= most, "shortened to too many characters");
  }
}

void check_cleaning(std::string_view text) {
  const std::string washed = clean(text);
  require(is_utf8(washed) && is_one_line(washed) && clean(washed) == washed, "cleaned, and is not clean");
  const std::string line = codearts::one_line(text);
  require(is_utf8(line) && is_one_line(line), "one line, and is none");
  for (const Markup& markup :
       {kSlackMarkup, kMattermostMarkup, kDiscordMarkup, kTeamsMarkup, kFeishuMarkup, kDingtalkMarkup, kWecomMarkup}) {
    for (const std::string& written : {markup.plain(washed), markup.code(washed), as_line(markup.plain(washed))})
      require(is_utf8(written) && !holds(written, "@all") && !holds(written, "<!"), "markup that is not broken");
  }
}

void check_redacting(std::string_view text) {
  const std::string shown = redactor().redact_text(text);
  require(shown.size() <= 300 && is_utf8(shown) && is_one_line(shown), "redacted, and is no line");
  for (const MaskKind kind : {MaskKind::url, MaskKind::secret, MaskKind::phone, MaskKind::email, MaskKind::text})
    require(redactor().mask(kind, text).empty() == codearts::trim(text).empty(), "masked to nothing");
  if (!holds(text, kCanary) && !holds(shown, kCanary) && text.size() < 200) {
    const std::string said = std::string(text) + " token=canary";
    require(!holds(redactor().redact_text(said), kCanary), "a secret in " + redactor().redact_text(said));
  }
}

void check_paths(std::string_view text) {
  try {
    const Path path = decode_path(text);
    require(decode_path(encode(path)) == path, "a path that is not read as it was written");
  } catch (const std::invalid_argument&) {
    return;
  }
}

}  // namespace

void read_words(std::string_view input) {
  check_times(input);
  check_addresses(input);
  check_cuts(input);
  check_cleaning(input);
  check_redacting(input);
  check_paths(input);
  const auto half = input.substr(0, input.find('\n'));
  glob_match(half, input.substr(std::min(input.size(), half.size() + 1)));
}

}  // namespace noticed::fuzz
