#include "daemon/report/matrix.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace noticed {
namespace {

constexpr std::array<std::string_view, 7> kChannelOrder{"system", "email",   "wecom", "dingtalk",
                                                        "feishu", "webhook", "wechat"};

std::size_t place_of(const std::string& channel) {
  return static_cast<std::size_t>(std::find(kChannelOrder.begin(), kChannelOrder.end(), channel) -
                                  kChannelOrder.begin());
}

SectionMask unread_of(const StandingRow& resource) {
  return unread_sections(resource.asked, resource.seen, resource.unsupported);
}

/// Levels above an event: channels that a hidden level decides, and channels with a switch of their own.
struct Uppers {
  std::set<std::string> hidden, switched;
};

Uppers uppers_of(const Settings& settings) {
  Uppers uppers;
  for (const auto& [text, value] : settings) {
    const Path path = decode_path(text);
    if (path.attribute == "switch.enabled") uppers.switched.insert(path.channel);
    if (is_hidden_source(path, value)) uppers.hidden.insert(path.channel);
  }
  return uppers;
}

Reach reach_of(const StandingRow& resource, Service service, const Uppers& uppers, const Coverage& event,
               const std::string& channel) {
  const SectionMask section = bit(section_index(service, channel).value_or(0));
  if ((resource.asked & section) == 0) return Reach::not_asked;
  if ((resource.unsupported & section) != 0) return Reach::not_offered;
  const SectionMask needed = uppers.switched.contains(channel) ? section | bit(0) : section;
  if ((resource.seen & section) == 0 || (resource.failing & resource.asked & needed) != 0) return Reach::unknown;
  if (uppers.hidden.contains(channel)) return Reach::unknown;
  const bool on = std::find(event.channels.begin(), event.channels.end(), channel) != event.channels.end();
  return on ? Reach::on : Reach::off;
}

std::optional<bool> heard_of(const StandingRow& resource, const Coverage& event) {
  if ((resource.failing & resource.asked) != 0) return {};
  return to_optional(as_far_as_read(event.covered, unread_of(resource)));
}

std::vector<MatrixRow> rows_of(const StandingRow& resource, Service service, const DocumentFacts& facts,
                               const std::vector<std::string>& channels) {
  const Uppers uppers = uppers_of(facts.settings);
  std::vector<MatrixRow> rows;
  for (const auto& event : facts.events) {
    MatrixRow row{event.event, event.is_failure, {}, heard_of(resource, event)};
    for (const auto& channel : channels) row.channels.push_back(reach_of(resource, service, uppers, event, channel));
    rows.push_back(std::move(row));
  }
  std::stable_partition(rows.begin(), rows.end(), [](const auto& row) { return row.is_failure; });
  return rows;
}

/// The channels that the service supports, and those that its settings mention.
std::vector<std::string> channels_of(Service service, std::span<const StandingRow* const> resources,
                                     const DocumentBook& book) {
  std::set<std::string> names;
  for (const auto section : sections_of(service))
    if (section != "*" && section != "status") names.emplace(section);
  std::set<std::int64_t> documents;
  for (const auto* resource : resources)
    if (resource->document) documents.insert(*resource->document);
  for (const auto document : documents)
    for (const auto& [path, value] : book.at(document).settings) names.insert(decode_path(path).channel);
  names.erase("*");
  std::vector<std::string> channels(names.begin(), names.end());
  std::stable_sort(channels.begin(), channels.end(),
                   [](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
  return channels;
}

/// 0: a failure without recipients; 1: a failure whose coverage is unknown, or nothing is known; 2: the rest.
int urgency_of(const MatrixGroup& group) {
  int urgency = group.observed ? 2 : 1;
  for (const auto& row : group.rows)
    if (row.is_failure && row.heard_of != true) urgency = std::min(urgency, row.heard_of ? 0 : 1);
  return urgency;
}

Matrix matrix_of(Service service, const std::vector<const StandingRow*>& resources, const DocumentBook& book) {
  Matrix matrix{std::string(to_text(service)), channels_of(service, resources, book), {}};
  using ReachabilityTransition = std::tuple<std::int64_t, SectionMask, SectionMask, SectionMask, SectionMask>;
  std::map<ReachabilityTransition, std::vector<MatrixRow>> rows;
  std::map<std::pair<bool, std::vector<MatrixRow>>, MatrixGroup> groups;
  for (const auto* resource : resources) {
    const ReachabilityTransition standing{resource->document.value_or(0), resource->asked, resource->seen,
                                          resource->failing, resource->unsupported};
    const auto [known, is_new] = rows.try_emplace(standing);
    if (is_new && resource->document)
      known->second = rows_of(*resource, service, book.at(*resource->document), matrix.channels);
    MatrixGroup& group = groups[{resource->document.has_value(), known->second}];
    group.observed = resource->document.has_value();
    group.rows = known->second;
    group.resources.push_back(resource);
  }
  const auto by_name = [](const auto* a, const auto* b) { return a->name < b->name; };
  for (auto& [key, group] : groups) {
    std::stable_sort(group.resources.begin(), group.resources.end(), by_name);
    matrix.groups.push_back(std::move(group));
  }
  std::stable_sort(matrix.groups.begin(), matrix.groups.end(), [](const auto& a, const auto& b) {
    const int first = urgency_of(a);
    const int second = urgency_of(b);
    return first != second ? first < second : a.resources.size() > b.resources.size();
  });
  return matrix;
}

}  // namespace

bool has_unread(const StandingRow& resource) { return unread_of(resource) != 0; }

std::vector<Matrix> matrices_of(std::span<const StandingRow> resources, const DocumentBook& book) {
  std::map<Service, std::vector<const StandingRow*>> by_service;
  for (const auto& resource : resources)
    if (const auto service = service_from(resource.service); service && !resource.retired)
      by_service[*service].push_back(&resource);
  std::vector<Matrix> matrices;
  for (const auto& [service, rows] : by_service) matrices.push_back(matrix_of(service, rows, book));
  return matrices;
}

}  // namespace noticed
