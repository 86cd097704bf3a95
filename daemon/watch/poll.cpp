#include "daemon/watch/poll.h"

#include <algorithm>

namespace noticed {

Poll::Poll(const Poller& poller, const Target& target, const Watched& watched, const Redactor& redactor,
           const BodyHasher& hasher, WatchList& list)
    : poller_(poller),
      target_(target),
      watched_(watched),
      redactor_(redactor),
      hasher_(hasher),
      list_(list),
      requests_(poller.requests(target)),
      reports_(requests_.size()),
      hashes_(requests_.size()),
      bad_request_(requests_.size(), false) {
  for (std::size_t i = 0; i < requests_.size(); ++i) reports_[i].section = requests_[i].section;
}

std::optional<Failure> Poll::take(std::size_t number, HttpResult result, TimePoint asked, TimePoint answered) {
  SectionReport& report = reports_[number];
  report = SectionReport{};
  report.section = requests_[number].section;
  report.asked = asked;
  report.answered = answered;
  bad_request_[number] = false;
  if (result.failure) {
    result.failure->detail = redactor_.redact_text(result.failure->detail);
    fail(number, *result.failure);
    return std::move(result.failure);
  }
  const SectionHashes& known = list_.hashes(watched_, report.section);
  if (result.reply.status == 200 && known.body != BodyHash{}) {
    hashes_[number] = known;
    if (hasher_.hash(result.reply.body) == known.body) return {};  // the hot path: nothing changed
  }
  auto failure = understand(number, result.reply);
  if (failure)
    fail(number, *failure);
  else
    compare_with_first(number);
  return failure;
}

void Poll::fail(std::size_t number, const Failure& failure) {
  SectionReport& report = reports_[number];
  report.state = SectionReport::State::failed;
  report.kind = failure.maybe_gone ? FailureKind::missing : failure.kind;
  report.detail = failure.detail;
  if (failure.maybe_gone) report.detail += " (it was deleted, or this account may no longer see it)";
  bad_request_[number] = failure.bad_request;
  unsigned_ = unsigned_ || failure.sign_in;
}

std::optional<Failure> Poll::understand(std::size_t number, const Reply& reply) {
  auto outcome = read_reply(reply, redactor_, info_of(watched_.service).good_status);
  if (auto* failure = std::get_if<Failure>(&outcome)) return std::move(*failure);
  const auto& body = std::get<RedactedJson>(outcome);
  SectionReport& report = reports_[number];
  try {
    report.settings = poller_.normalize(target_, requests_[number], body);
  } catch (const Malformed& malformed) {
    Failure failure;
    failure.kind = FailureKind::malformed;
    failure.detail = malformed.what();
    return failure;
  }
  const SectionHashes fresh{hasher_.hash(reply.body), hasher_.hash(canonical_text(report.settings))};
  const SectionHashes& known = list_.hashes(watched_, report.section);
  hashes_[number] = fresh;
  // The same settings with other bytes (order, white space) are not a change.
  if (known.settings == fresh.settings) {
    report.settings.clear();
    return {};
  }
  report.state = SectionReport::State::fetched;
  report.answer = body.json().dump();
  return {};
}

/// The second reply to a change that must be confirmed: it counts if it equals the first, or shows no change.
void Poll::compare_with_first(std::size_t number) {
  const auto first = std::find_if(first_replies_.begin(), first_replies_.end(),
                                  [&](const auto& reply) { return reply.first == number; });
  if (first == first_replies_.end() || reports_[number].state != SectionReport::State::fetched) return;
  if (hashes_[number].settings == first->second) return;
  Failure failure;
  failure.kind = FailureKind::malformed;
  failure.detail = "two answers in a row contradict each other, while most of the account's resources seem to change";
  reports_[number].settings.clear();
  fail(number, failure);
}

bool Poll::would_change() const {
  return std::any_of(reports_.begin(), reports_.end(), [&](const SectionReport& report) {
    return report.state == SectionReport::State::fetched && (watched_.sections.seen & bit(report.section)) != 0;
  });
}

bool Poll::previous_unknown() const {
  return std::any_of(reports_.begin(), reports_.end(), [&](const SectionReport& report) {
    return report.state == SectionReport::State::fetched && (watched_.sections.seen & bit(report.section)) != 0 &&
           list_.hashes(watched_, report.section).settings == BodyHash{};
  });
}

std::vector<std::size_t> Poll::replies_to_confirm(bool every_change) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < reports_.size(); ++i) {
    const SectionReport& report = reports_[i];
    if (report.state != SectionReport::State::fetched) continue;
    const bool had_some = (watched_.sections.nonempty & bit(report.section)) != 0;
    const bool seen = (watched_.sections.seen & bit(report.section)) != 0;
    const bool emptied = report.settings.empty() && had_some;
    if (!emptied && !(every_change && seen)) continue;
    numbers.push_back(i);
    if (!emptied) first_replies_.emplace_back(i, hashes_[i].settings);
  }
  return numbers;
}

bool Poll::means_unsupported(std::size_t number) const {
  // A pipeline type that was never seen, while another type answered in the same poll; and one that was so before.
  const SectionIndex section = requests_[number].section;
  if (!bad_request_[number] || !info_of(watched_.service).bad_request_unsupported || section == 0) return false;
  if ((watched_.sections.seen & bit(section)) != 0) return false;
  if ((watched_.sections.unsupported & bit(section)) != 0) return true;
  return std::any_of(reports_.begin(), reports_.end(), [&](const SectionReport& other) {
    return other.section != 0 && other.section != section && other.state != SectionReport::State::failed &&
           other.state != SectionReport::State::unsupported;
  });
}

Conclusion Poll::conclude() {
  Conclusion out;
  out.sections = target_.sections;
  for (std::size_t i = 0; i < reports_.size(); ++i)
    if (means_unsupported(i)) reports_[i].state = SectionReport::State::unsupported;

  const SectionState& state = watched_.sections;
  for (std::size_t i = 0; i < reports_.size(); ++i) {
    SectionReport& report = reports_[i];
    const SectionMask mine = bit(report.section);
    const bool was_failing = (state.failing & mine) != 0;
    switch (report.state) {
      case SectionReport::State::failed:
        out.failing = static_cast<SectionMask>(out.failing | mine);
        out.news = out.news || list_.poll(watched_, report.section).stored != ending_of(report.kind);
        if (bad_request_[i] || report.kind == FailureKind::missing)
          out.unclear = out.unclear || out.news || watched_.missing > 0;
        break;
      case SectionReport::State::unsupported:
        out.needs_commit = out.needs_commit || (state.unsupported & mine) == 0;
        out.news = out.news || was_failing;
        break;
      case SectionReport::State::fetched:
        out.needs_commit = true;
        out.news = out.news || was_failing;
        out.hashes.emplace_back(report.section, hashes_[i]);
        break;
      case SectionReport::State::unchanged:
        out.news = out.news || was_failing;
        out.hashes.emplace_back(report.section, hashes_[i]);
        break;
      case SectionReport::State::late: break;  // not the result of a request
    }
  }
  out.failed = out.failing != 0;
  out.needs_commit = out.needs_commit || out.news;
  if (out.failed) sum_up(out);
  out.reports = std::move(reports_);
  return out;
}

void Poll::sum_up(Conclusion& out) const {
  const SectionReport* first = nullptr;
  bool all_failed = true;
  bool all_missing = true;
  for (const SectionReport& report : reports_) {
    if (report.state == SectionReport::State::unsupported) continue;
    if (report.state != SectionReport::State::failed) {
      all_failed = false;
      continue;
    }
    if (first == nullptr) first = &report;
    all_missing = all_missing && report.kind == FailureKind::missing;
  }
  out.kind = first->kind;
  out.detail = first->detail;
  out.missing = all_failed && all_missing;
  if (all_failed) out.ending = unsigned_ ? kUnsigned : ending_of(first->kind);
}

}  // namespace noticed
