#include "daemon/message/report_facts.h"

namespace noticed {
namespace {

using Json = nlohmann::json;

/// What both reports contain about failure events, besides the numbers in the title.
void tell_coverage(FactList& facts, const Json& report) {
  const std::int64_t unknown = number_of(report, "unknown");
  if (unknown == 1) facts.add(label::kUnknown, facts.say(fact::kOneUnknownCoverage));
  if (unknown > 1) facts.add(label::kUnknown, facts.say(fact::kUnknownCoverage, {std::to_string(unknown)}));
  facts.examples(report);
  if (number_of(report, "uncovered") > 0) facts.act(advice::kSeeUncovered, "coverage --uncovered");
}

/// A stored copy of the message proves later that the history was not rewritten.
void tell_chain(FactList& facts, const Json& report) {
  std::string chain = text_of(report, "chain");
  if (chain.empty()) chain = text_of(facts.event.data, "chain");
  if (!chain.empty()) facts.add(label::kChain, {{Span{chain, Style::code}}});
}

}  // namespace

void record_posture(FactList& facts) {
  const Json& posture = member_of(facts.event.data, "posture");
  tell_coverage(facts, posture);
  tell_chain(facts, posture);
}

void record_quiet(FactList& facts) {
  const Json& report = member_of(facts.event.data, "report");
  facts.span(label::kPeriod, report);
  const Json& oldest = member_of(report, "oldest");
  if (const auto at = time_of(oldest, "at"))
    facts.add(label::kOldestObservation,
              facts.say(fact::kWithLabel, {time_text(facts.language, *at), text_of(oldest, "resource")}));
  tell_coverage(facts, report);
  tell_chain(facts, report);
}

void tell_suspended(FactList& facts) {
  const Json& suspension = member_of(facts.event.data, "suspension");
  const std::int64_t waiting = number_of(suspension, "waiting");
  const std::string number = std::to_string(waiting);
  facts.since(label::kSince, suspension);
  facts.add(label::kWaiting, facts.say(fact::kToBeSent, {number + (waiting == 1 ? " message" : " messages"), number}));
  facts.act(advice::kCorrectSink, "test-sink " + text_of(facts.event.data, "sink"));
}

void tell_resumed(FactList& facts) { facts.span(label::kStopped, member_of(facts.event.data, "suspension")); }

void tell_storage(FactList& facts) {
  facts.when();
  if (facts.event.type == "storage.low") return facts.act(advice::kFreeDisk, "prune");
  if (facts.event.seq <= 0) facts.add(label::kNote, facts.say(fact::kNotStored));
  facts.act(advice::kCheckDisk, "verify");
}

}  // namespace noticed
