#include "daemon/message/notice_facts.h"

#include <algorithm>
#include <iterator>

#include "daemon/message/report_facts.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostSettings = 10;  // of a changed configuration

/// Advice for a read failure, by its kind.
void act_on_failure(FactList& facts, const Json& failure) {
  const std::string kind = text_of(failure, "kind");
  if (kind == "auth" || kind == "forbidden") return facts.act(advice::kCheckPermissions, "check --online");
  if (kind == "network" || kind == "timeout" || kind == "tls")
    return facts.act(advice::kCheckConnection, "check --online");
  if (kind == "missing") return facts.act(advice::kCheckDeleted, "");
  facts.act(advice::kPollingGoesOn, "gaps " + facts.resource());
}

/// Warns that until then the absence of alerts means nothing.
void warn_of_blindness(FactList& facts) { facts.add(label::kMeanwhile, facts.say(fact::kBlind)); }

void tell_unreachable(FactList& facts) {
  const Json& failure = member_of(facts.event.data, "failure");
  if (!facts.titled) facts.why(failure);
  facts.since(label::kLastGoodPoll, failure);
  warn_of_blindness(facts);
  act_on_failure(facts, failure);
}

void tell_gone(FactList& facts) {
  const Json& failure = member_of(facts.event.data, "failure");
  facts.why(failure);
  facts.since(label::kLastGoodPoll, failure);
  facts.act(advice::kCheckPermissionsIfGone, "check --online");
}

void tell_back(FactList& facts) {
  const Json& outage = member_of(facts.event.data, "outage");
  if (const auto since = time_of(outage, "since"))
    facts.add(label::kNotObserved, span_text(facts.language, *since, facts.event.at));
  facts.add(label::kChanges, facts.say(fact::kReportedOne));
}

void tell_outage(FactList& facts) {
  const Json& outage = member_of(facts.event.data, "outage");
  facts.since(label::kSince, outage);
  const std::int64_t resources = number_of(outage, "resources");
  const std::string failing = std::to_string(number_of(outage, "failing"));
  if (resources > 0 && facts.event.type != "service.unreachable")
    facts.add(label::kAffected,
              facts.say(fact::kPartOf, {failing, count_of(facts.language, resources, facts.event.service)}));
  warn_of_blindness(facts);
  if (facts.event.type == "account.rejected") return facts.act(advice::kCheckCredentials, "check --online");
  if (facts.event.type == "network.lost") return facts.act(advice::kCheckNetwork, "check --online");
  const std::string kind = text_of(outage, "kind");
  if (kind == "auth" || kind == "forbidden" || kind == "network" || kind == "timeout" || kind == "tls")
    return act_on_failure(facts, outage);
  facts.act(advice::kCheckCloudStatus, "status");
}

void tell_stale(FactList& facts) {
  facts.since(label::kOldestPoll, member_of(facts.event.data, "observation"));
  warn_of_blindness(facts);
  facts.act(advice::kSeePauses, "status");
}

void tell_end_of_outage(FactList& facts) {
  const bool stale = facts.event.type == "observation.recovered";
  facts.span(label::kNotObserved, member_of(facts.event.data, stale ? "observation" : "outage"));
  facts.add(label::kChanges, facts.say(fact::kReportedMany));
}

void tell_added(FactList& facts) {
  facts.when();
  const Json& added = member_of(facts.event.data, "added");
  facts.examples(added);
  if (facts.event.resource) return facts.act(advice::kSeeNotified, "coverage " + facts.resource());
  facts.act(advice::kSeeUncovered, "coverage --uncovered");
}

void tell_unwatched(FactList& facts) {
  const Json& unwatched = member_of(facts.event.data, "unwatched");
  const std::string reason = text_of(unwatched, "reason");
  facts.when();
  facts.examples(unwatched);
  facts.add(label::kEffect, facts.say(facts.event.resource ? fact::kUnwatchedOne : fact::kUnwatchedMany));
  if (reason == "config") facts.advise(label::kUnintended, advice::kRestoreConfiguration, "check");
  if (reason == "filter") facts.advise(label::kUnintended, advice::kCorrectFilter, "check");
  if (reason == "listing") facts.act(advice::kCheckDeleted, "");
  if (reason == "permission") facts.act(advice::kRestorePermission, "");
}

void tell_renamed(FactList& facts) {
  const Json& renamed = member_of(facts.event.data, "renamed");
  if (!facts.titled)
    facts.add(label::kChanged, {{Span{facts.say(fact::kName, {text_of(renamed, "from")})},
                                 Span{text_of(renamed, "to"), Style::strong}}});
  facts.when();
}

void tell_config(FactList& facts) {
  const Json& config = member_of(facts.event.data, "config");
  std::vector<Line> lines;
  const auto note = [&](const std::string& key, const std::string& before, const std::string& after) {
    if (lines.size() == kMostSettings) return;
    lines.push_back({Span{clean(key) + ": " + shorten(before) + " → "}, Span{shorten(after), Style::strong}});
  };
  const std::string absent = facts.say(fact::kNotSet);
  for (const auto& [key, values] : member_of(config, "changed").items())
    note(key, text_of(values, "old"), text_of(values, "new"));
  for (const auto& [key, value] : member_of(config, "removed").items())
    note(key, text_of(member_of(config, "removed"), key), absent);
  for (const auto& [key, value] : member_of(config, "added").items())
    note(key, absent, text_of(member_of(config, "added"), key));
  const Json& count = member_of(config, "count");
  const auto all = number_of(count, "added") + number_of(count, "removed") + number_of(count, "changed");
  const auto left = all - static_cast<std::int64_t>(lines.size());
  if (left > 0) lines.push_back({Span{facts.say(fact::kMore, {std::to_string(left)})}});
  if (!lines.empty()) facts.add(label::kChanged, std::move(lines));
  facts.when();
  facts.advise(label::kUnintended, advice::kAskMaintainer, "");
}

struct FactWriter {
  std::string_view type;
  void (*tell)(FactList&);
};
constexpr FactWriter kTellers[]{{"resource.unreachable", tell_unreachable},
                                {"resource.gone", tell_gone},
                                {"resource.recovered", tell_back},
                                {"resource.returned", tell_back},
                                {"account.rejected", tell_outage},
                                {"service.unreachable", tell_outage},
                                {"network.lost", tell_outage},
                                {"account.restored", tell_end_of_outage},
                                {"service.recovered", tell_end_of_outage},
                                {"network.restored", tell_end_of_outage},
                                {"observation.stale", tell_stale},
                                {"observation.recovered", tell_end_of_outage},
                                {"resource.added", tell_added},
                                {"resource.unwatched", tell_unwatched},
                                {"resource.renamed", tell_renamed},
                                {"config.changed", tell_config},
                                {"report.posture", record_posture},
                                {"report.quiet", record_quiet},
                                {"sink.suspended", tell_suspended},
                                {"sink.resumed", tell_resumed},
                                {"storage.low", tell_storage},
                                {"storage.failed", tell_storage}};

/// The distinct lines of the facts with this label, in order.
std::vector<Line> lines_under(const std::string& label, const std::vector<std::vector<Fact>>& all) {
  std::vector<Line> lines;
  for (const auto& facts : all) {
    const auto fact = std::find_if(facts.begin(), facts.end(), [&](const Fact& own) { return own.label == label; });
    if (fact == facts.end()) continue;
    for (const Line& line : fact->lines)
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  return lines;
}

std::vector<Fact> facts_of(const ParsedEvent& event, Language language, bool titled) {
  FactList facts(event, language, titled);
  const auto* found = std::find_if(std::begin(kTellers), std::end(kTellers),
                                   [&](const FactWriter& writer) { return writer.type == event.type; });
  if (found == std::end(kTellers)) {
    facts.when();
  } else {
    found->tell(facts);
  }
  return std::move(facts.facts);
}

}  // namespace

std::vector<Fact> notice_facts(const ParsedEvent& event, const RenderContext& context) {
  return facts_of(event, context.language, true);
}

std::vector<Fact> alike_notice_facts(std::span<const ParsedEvent* const> events, const RenderContext& context) {
  constexpr std::size_t kMostLines = 5;
  std::vector<std::vector<Fact>> all;
  for (const auto* event : events) all.push_back(facts_of(*event, context.language, false));
  FactList facts(*events.front(), context.language, false);
  const auto is = [&](const Fact& fact, const Sentence& label) { return fact.label == facts.say(label); };
  for (const Fact& first : all.front()) {
    std::vector<Line> lines = lines_under(first.label, all);
    if (lines != first.lines) {
      // Times and commands of single events are left out.
      if (is(first, label::kAction)) facts.act(advice::kSeeState, "status");
      if (!is(first, label::kWhy) && !is(first, label::kChanged)) continue;
    }
    if (lines.size() > kMostLines) {
      const std::string left = std::to_string(lines.size() - kMostLines);
      lines.resize(kMostLines);
      lines.push_back({Span{facts.say(fact::kMore, {left})}});
    }
    facts.facts.push_back({first.label, std::move(lines)});
  }
  return std::move(facts.facts);
}

}  // namespace noticed
