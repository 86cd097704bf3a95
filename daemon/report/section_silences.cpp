// Section: failures without a visible notification, then those whose coverage is unknown.
#include "daemon/report/naming.h"
#include "daemon/report/sections.h"
#include "storage/model/wording/terms.h"
#include "storage/model/wording/words.h"

namespace noticed {
namespace {

constexpr std::size_t kOpen = 20;

/// "failed builds"; the event's display name if there is no such phrase.
std::string failures_of(const Silence& silence) {
  const Word* word = failure_word(silence.event);
  return word == nullptr ? quoted(Language::en, event_name(Language::en, silence.event)) : std::string(word->en);
}

std::string channels_of(const Silence& silence) {
  std::vector<std::string> names;
  for (const auto& channel : silence.channels) names.push_back(channel_name(Language::en, channel));
  return joined(Language::en, names);
}

/// The sentence about all members. `alone`: it ends with "of", and the caller appends the name of the only member.
std::string verdict_of(const Silence& silence, bool alone) {
  const std::string whom =
      alone ? " of " : " of " + count_of(Language::en, std::ssize(silence.members), silence.service);
  if (silence.event.empty()) return "Nothing is known yet" + whom;
  if (silence.known) return "No visible notification for " + failures_of(silence) + whom;
  return "Not known who is notified of " + failures_of(silence) + whom;
}

/// The reason for the verdict; shown after the name of a single member, or before the list of several.
std::string why_of(const Silence& silence) {
  const std::string channels = channels_of(silence);
  if (silence.known) return channels.empty() ? "" : channels + " only";
  if (!silence.reason.empty())
    return reason_words(silence.reason) +
           (channels.empty() ? "; last known: no channel on" : "; last known: " + channels);
  if (silence.event.empty()) return "no poll has answered so far";
  if (silence.unread) return "not all of its settings have been read yet";
  return "it follows project-level settings, which are not visible to noticed";
}

void write_member(Html& page, const Silence::UncoveredResource& member) {
  write_name(page, *member.resource);
  if (member.since) page.raw(", not observed since ").moment(*member.since);
}

void write_silence(Html& page, const Silence& silence) {
  const bool alone = silence.members.size() == 1;
  page.raw(silence.known ? "<div class=\"card bad\"><p><span class=sign aria-hidden=true>■</span> "
                         : "<div class=\"card doubt\"><p><span class=sign aria-hidden=true>?</span> ");
  page.raw("<strong>").text(verdict_of(silence, alone)).raw("</strong>");
  if (alone) write_member(page, silence.members.front());
  const std::string why = why_of(silence);
  if (!why.empty()) page.raw(" — ").text(why);
  page.raw(alone ? ".</p>" : ":</p>");
  if (!alone)
    write_list(page, silence.members.size(), kOpen, [&](std::size_t i) { write_member(page, silence.members[i]); });
  page.raw("</div>\n");
}

}  // namespace

void write_silences(Html& page, const Report& report) {
  std::int64_t nobody = 0;
  std::int64_t unknown = 0;
  for (const auto& silence : report.silences) (silence.known ? nobody : unknown) += std::ssize(silence.members);
  page.raw(
      "<section id=silences aria-labelledby=silences-title><h2 id=silences-title>Failures without notification</h2>\n");
  if (nobody == 0 && unknown == 0)
    page.raw(report.watched == 0 ? "<p>Nothing is watched.</p>\n"
                                 : "<p><span class=\"sign good\" aria-hidden=true>✓</span> Every failure event that is "
                                   "set up has a visible notification.</p>\n");
  else if (nobody == 0)
    page.raw("<p>No failure event is known to be without notification.</p>\n");
  for (const auto& silence : report.silences)
    if (silence.known) write_silence(page, silence);
  if (unknown > 0) {
    page.raw("<h3>Not known</h3>\n");
    for (const auto& silence : report.silences)
      if (!silence.known) write_silence(page, silence);
  }
  page.raw("</section>\n");
}

}  // namespace noticed
