#include <iostream>

#include "daemon/cli/command.h"
#include "daemon/cli/output.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/reader_options.h"
#include "daemon/runtime/exit_status.h"
#include "storage/read/verify.h"

namespace noticed {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word_of(AnchorState state) {
  switch (state) {
    case AnchorState::none: return "none";
    case AnchorState::same: return "same";
    case AnchorState::other: return "other";
    case AnchorState::missing: return "missing";
    case AnchorState::not_kept: break;
  }
  return "not_kept";
}

std::string event_prefix(const Damage& damage) {
  if (damage.seq == 0 || damage.event_id.empty()) return "";
  return "event #" + std::to_string(damage.seq) + " (" + damage.event_id + "): ";
}

std::string text_of(const Rewrite& rewrite) {
  return "rewritten on " + when_text(rewrite.at) + " by " + rewrite.reason + ", from #" + std::to_string(rewrite.from) +
         " to #" + std::to_string(rewrite.to) + "; the chain value of #" + std::to_string(rewrite.to) + " was " +
         rewrite.old_head;
}

/// One line about the result for the anchor.
std::string anchor_text(const Verification& result, const std::optional<Anchor>& anchor) {
  const std::string named = anchor ? "anchor #" + std::to_string(anchor->seq) : "";
  switch (result.anchor) {
    case AnchorState::same: return named + ": matches";
    case AnchorState::not_kept: return named + ": older than the kept history, cannot be compared";
    case AnchorState::missing:
      return named + ": MISSING; the newest event is #" + std::to_string(result.newest) + ", later events were removed";
    case AnchorState::other:
      return named + ": DOES NOT MATCH; events up to it were rewritten" +
             (result.rewrites.empty() ? "" : " (expected if the anchor is older than a rewrite listed below)");
    case AnchorState::none: break;
  }
  return "no anchor given: missing events at the end and a complete rewrite are detected only with "
         "--anchor SEQ:HEAD from an old report";
}

std::string events_text(const Verification& result) {
  if (result.first == 0) return "events: none";
  std::string text = "events: " + std::to_string(result.events) + ", #" + std::to_string(result.first) + " to #" +
                     std::to_string(result.newest);
  if (result.pruned > 0) text += "; pruned up to #" + std::to_string(result.pruned);
  return text;
}

void print_text(const Verification& result, const VerifyRequest& request) {
  std::cout << events_text(result) << '\n'
            << "settings documents: " << result.documents << ", stored answers: " << result.answers << '\n';
  for (const Damage& damage : result.damages)
    std::cout << paint("DAMAGED: ", Tone::bad) << printable(event_prefix(damage) + damage.what) << '\n';
  const auto more = result.damaged - static_cast<std::int64_t>(result.damages.size());
  if (more > 0) std::cout << "… and " << more << " more\n";
  const bool bad_anchor = result.anchor == AnchorState::other || result.anchor == AnchorState::missing;
  std::cout << paint(anchor_text(result, request.anchor), bad_anchor ? Tone::bad : Tone::plain) << '\n';
  for (const Rewrite& rewrite : result.rewrites) std::cout << printable(text_of(rewrite)) << '\n';
  if (result.newest > 0) std::cout << "newest: " << result.newest << ':' << result.head << '\n';
  std::cout << (result.good() ? paint("History OK", Tone::good) : paint("History NOT OK", Tone::bad)) << '\n';
}

void print_json(const Verification& result) {
  Json damages = Json::array();
  for (const Damage& damage : result.damages)
    damages.push_back({{"seq", damage.seq == 0 ? Json() : Json(damage.seq)},
                       {"event_id", damage.event_id.empty() ? Json() : Json(damage.event_id)},
                       {"what", damage.what}});
  Json rewrites = Json::array();
  for (const Rewrite& rewrite : result.rewrites)
    rewrites.push_back({{"at", to_text(rewrite.at)},
                        {"from_seq", rewrite.from},
                        {"to_seq", rewrite.to},
                        {"old_head", rewrite.old_head},
                        {"new_head", rewrite.new_head},
                        {"reason", rewrite.reason}});
  const Json document{{"good", result.good()},         {"events", result.events},   {"first", result.first},
                      {"newest", result.newest},       {"head", result.head},       {"pruned_to", result.pruned},
                      {"documents", result.documents}, {"answers", result.answers}, {"anchor", word_of(result.anchor)},
                      {"damaged", result.damaged},     {"damages", damages},        {"rewrites", rewrites}};
  std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

int run_verify(const CommandLine& line) {
  const auto database = database_of(line);
  VerifyRequest request;
  if (!line.anchor.empty()) {
    request.anchor = parse_anchor(line.anchor);
    if (!request.anchor)
      throw CommandError(kExitUsage,
                         "\"" + line.anchor + "\" is not an anchor; write it as in a report: 1841: and 64 hex digits");
  }
  const Verification result = [&] {
    Progress progress;
    request.progress = [&](std::string_view what, std::int64_t done, std::int64_t of) {
      progress.show(what, done, of);
    };
    return verify(database, request);
  }();
  if (line.form == Form::json)
    print_json(result);
  else
    print_text(result, request);
  return result.good() ? kExitGood : kExitNo;
}

void declare_verify(CommandOptions& options) {
  options.reads_one();
  options.option("--anchor", &CommandLine::anchor,
                 "SEQ:HEAD from an old report: an event's number and its chain value at that time");
}

}  // namespace

extern constinit const Command kVerifyCommand{
    "verify", "Check that the history has not been altered (exit status 1 if it has)", declare_verify, run_verify};

}  // namespace noticed
