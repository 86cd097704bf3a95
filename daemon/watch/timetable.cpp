#include "daemon/watch/timetable.h"

#include <algorithm>
#include <string>

namespace noticed {

void Timetable::begin(const std::vector<std::unique_ptr<Account>>& accounts, Fetcher& fetcher) {
  lines_.clear();
  first_.clear();
  numbers_.clear();
  for (std::size_t account = 0; account < accounts.size(); ++account) {
    auto& first = first_.emplace_back();
    for (const Service service : all_services()) {
      first[index_of(service)] = lines_.size();
      const std::string& endpoint = accounts[account]->endpoint(service);
      if (endpoint.empty()) continue;
      const ServiceInfo& info = info_of(service);
      for (const std::string_view operation : info.operations) {
        Line& line = lines_.emplace_back();
        line.line = fetcher.line(*accounts[account], endpoint, std::string(info.word) + " " + std::string(operation));
        line.account = account;
        line.service = service;
        line.operation = lines_.size() - 1 - first[index_of(service)];
        numbers_.emplace(line.line.get(), lines_.size() - 1);
      }
    }
  }
}

std::vector<Fetcher::LinePtr> Timetable::lines_of(std::size_t account, Service service) const {
  std::vector<Fetcher::LinePtr> lines;
  for (const Line& line : lines_)
    if (line.account == account && line.service == service) lines.push_back(line.line);
  return lines;
}

void Timetable::count_expected(const WatchList& list, const Watched& watched, int count) {
  for (SectionIndex section = 0; section < section_count(watched.service); ++section) {
    if ((watched.wanted & bit(section)) == 0 || list.poll(watched, section).place != 0) continue;
    double& expected = lines_[number_of(watched, section)].expected;
    expected = std::max(0.0, expected + count / static_cast<double>(watched.interval_s));
  }
}

void Timetable::add(WatchList& list, const Watched& watched, SectionIndex section,
                    const std::optional<Before>& before) {
  Line& line = lines_[number_of(watched, section)];
  SectionPoll& poll = list.poll(watched, section);
  if (poll.place == 0) {
    line.expected = std::max(0.0, line.expected - 1 / static_cast<double>(watched.interval_s));
    poll.place = static_cast<std::uint32_t>(line.sections.size());
    line.sections.push_back(watched.sections_at + section);
  }
  line.schedule.add(poll.place, std::chrono::seconds{watched.interval_s}, is_idle(watched, section), before);
}

void Timetable::remove(const WatchList& list, const Watched& watched) {
  count_expected(list, watched, -1);
  for (SectionIndex section = 0; section < section_count(watched.service); ++section)
    if (const auto place = list.poll(watched, section).place; place != 0)
      lines_[number_of(watched, section)].schedule.remove(place);
}

void Timetable::set_idle(const WatchList& list, const Watched& watched) {
  for (SectionIndex section = 0; section < section_count(watched.service); ++section)
    if (const auto place = list.poll(watched, section).place; place != 0)
      lines_[number_of(watched, section)].schedule.set_idle(place, is_idle(watched, section));
}

void Timetable::urge(const WatchList& list, const Watched& watched, SectionIndex section, SteadyPoint at) {
  if (const auto place = list.poll(watched, section).place; place != 0)
    lines_[number_of(watched, section)].schedule.urge(place, at);
}

void Timetable::asked(WatchList& list, const Watched& watched, SectionIndex section, SteadyPoint at) {
  if (list.poll(watched, section).place == 0) add(list, watched, section, {});
  ApiSchedule& schedule = lines_[number_of(watched, section)].schedule;
  SectionPoll& poll = list.poll(watched, section);
  schedule.asked(poll.place, at);
  poll.looked = at;
  poll.promised =
      static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(schedule.promise(poll.place)).count());
}

std::optional<std::uint32_t> Timetable::take(const Fetcher::Line& line, SteadyPoint now) {
  const auto known = numbers_.find(&line);
  if (known == numbers_.end()) return {};
  Line& mine = lines_[known->second];
  const auto place = mine.schedule.take(now);
  if (!place) return {};
  return mine.sections[*place];
}

std::optional<SteadyPoint> Timetable::next(const Fetcher::Line& line, SteadyPoint now) {
  const auto known = numbers_.find(&line);
  if (known == numbers_.end()) return {};
  return lines_[known->second].schedule.next(now);
}

std::chrono::milliseconds Timetable::promise(const WatchList& list, const Watched& watched, SectionIndex section) {
  const auto place = list.poll(watched, section).place;
  if (place == 0) return std::chrono::seconds{watched.interval_s};
  return lines_[number_of(watched, section)].schedule.promise(place);
}

SteadyPoint Timetable::due(const WatchList& list, const Watched& watched, SectionIndex section) {
  const auto place = list.poll(watched, section).place;
  return place == 0 ? SteadyPoint{} : lines_[number_of(watched, section)].schedule.due(place);
}

std::vector<SectionPromise> Timetable::promises(const std::vector<std::unique_ptr<Account>>& accounts) {
  std::vector<SectionPromise> all;
  for (Line& line : lines_)
    for (const auto& [group, promise] : line.schedule.promises())
      all.push_back({accounts[line.account]->name(), line.service, line.operation,
                     std::chrono::duration_cast<std::chrono::seconds>(group.interval), group.idle, promise});
  return all;
}

void Timetable::share_out(const Fetcher& fetcher) {
  std::vector<Demand> demands;
  for (const Line& line : lines_) {
    const Demand now = line.schedule.demand();
    demands.push_back({now.least + line.expected, now.all + line.expected});
  }
  /// The part of `limit` of line i among the lines for which `shares` holds.
  const auto share = [&](std::size_t i, double limit, bool (*shares)(const Fetcher::Line&, const Fetcher::Line&)) {
    std::vector<Demand> sharing;
    std::size_t mine = 0;
    for (std::size_t j = 0; j < lines_.size(); ++j) {
      if (!shares(*lines_[i].line, *lines_[j].line)) continue;
      if (i == j) mine = sharing.size();
      sharing.push_back(demands[j]);
    }
    return shares_of(sharing, limit)[mine];
  };
  constexpr double kLeast = 1e-6;  // a line without sections needs nothing
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    double whole = fetcher.limit(*lines_[i].line);
    double limit = share(i, whole, Fetcher::same_operation);
    if (const auto host = fetcher.host_limit(*lines_[i].line)) {
      whole = std::min(whole, *host);
      limit = std::min(limit, share(i, *host, Fetcher::same_host));
    }
    lines_[i].schedule.set_limit(std::max(kLeast, limit), whole);
  }
}

}  // namespace noticed
