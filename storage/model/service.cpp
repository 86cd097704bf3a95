#include "storage/model/service.h"

#include <algorithm>
#include <array>

#include "storage/model/ascii.h"
#include "storage/model/join.h"
#include "storage/model/store_error.h"

namespace noticed {
namespace {

constexpr std::array<Service, kMostServices> kNumbers = [] {
  std::array<Service, kMostServices> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<Service>(i);
  return numbers;
}();

bool is_word_character(char c) { return is_alnum(c) || c == '_' || c == '-'; }

}  // namespace

bool has_form(std::string_view id, IdForm form) {
  constexpr std::size_t kKey = 32;
  constexpr std::size_t kLongestWord = 128;
  constexpr std::size_t kMostDigits = 10;
  const auto all = [id](bool (*kind)(char)) { return !id.empty() && all_are(id, kind); };
  switch (form) {
    case IdForm::key: return id.size() == kKey && all([](char c) { return is_digit(c) || is_lower(c); });
    case IdForm::word: return id.size() <= kLongestWord && all(is_word_character);
    case IdForm::number: break;
  }
  return id.size() <= kMostDigits && all(is_digit) && id.front() != '0';
}

std::span<const Service> all_services() { return std::span(kNumbers).first(services().size()); }

const ServiceInfo& info_of(Service service) { return *services()[index_of(service)]; }

const ServiceWords& words_of(std::string_view service) {
  static constexpr ServiceWords kAny{"resource", "resources", "", " 个", "资源"};
  const auto known = service_from(service);
  return known ? info_of(*known).words : kAny;
}

std::string service_list() {
  std::string list;
  const auto all = services();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) list += i + 1 == all.size() ? " or " : ", ";
    list += all[i]->word;
  }
  return list;
}

std::vector<std::string> usual_failure_events() {
  std::vector<std::string> events;
  for (const ServiceInfo* service : services())
    for (const Word& failure : service->failures) events.emplace_back(failure.id);
  return events;
}

std::optional<Service> service_from(std::string_view word) {
  const auto all = all_services();
  const auto found =
      std::find_if(all.begin(), all.end(), [word](Service service) { return info_of(service).word == word; });
  if (found == all.end()) return {};
  return *found;
}

Service stored_service(std::string_view word) {
  if (const auto service = service_from(word)) return *service;
  throw StoreError(StoreError::Kind::newer,
                   "the database has resources of service \"" + std::string(word) +
                       "\", which this version does not know; install the version that wrote them");
}

SectionMask all_sections(Service service) { return static_cast<SectionMask>((1U << sections_of(service).size()) - 1); }

std::string resources_with_channels() {
  std::vector<std::string_view> words;
  for (const Service service : all_services())
    if (has_channels(service)) words.push_back(info_of(service).words.many);
  return joined(words, " and ");
}

std::optional<SectionIndex> section_index(Service service, std::string_view name) {
  const auto names = sections_of(service);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<SectionIndex>(found - names.begin());
}

SectionIndex section_of(Service service, const Path& path) {
  if (path.attribute.starts_with("switch.")) return 0;
  return section_index(service, path.channel).value_or(0);
}

SectionMask switched_off(Service service, const Settings& settings) {
  SectionMask off = 0;
  const auto names = sections_of(service);
  for (SectionIndex section = 1; section < section_count(service); ++section) {
    const auto found = settings.find(encode(std::string(names[section]), "*", "switch.enabled"));
    if (found != settings.end() && found->second == Value(false)) off = static_cast<SectionMask>(off | bit(section));
  }
  return off;
}

}  // namespace noticed
