#include "codearts/cloud_service.h"

#include <charconv>
#include <span>

namespace codearts {
namespace {

constexpr std::array<std::string_view, kServices> kNames{"build", "pipeline", "check", "repo"};
constexpr std::array<std::string_view, kServices> kTags{"b111d000", "919e1000", "c4ec0000", ""};
constexpr std::uint64_t kFirstRepo = 1'000'000;
constexpr std::uint64_t kFirstGrownRepo = 2'000'000'000;
constexpr std::size_t kTagLength = 8;
constexpr std::size_t kIdLength = 32;

constexpr std::array<std::string_view, 1> kBuildAnswers{"query"};
constexpr std::array<std::string_view, 7> kPipelineAnswers{"status", "1", "2", "3", "4", "5", "6"};
constexpr std::array<std::string_view, 1> kCheckAnswers{"notification"};
constexpr std::array<std::string_view, 6> kRepoAnswers{"status",   "internal_message", "email",
                                                       "qyweixin", "feishu",           "dingding"};

std::span<const std::string_view> answers_of(Service service) {
  switch (service) {
    case Service::build: return kBuildAnswers;
    case Service::pipeline: return kPipelineAnswers;
    case Service::check: return kCheckAnswers;
    case Service::repo: return kRepoAnswers;
  }
  return {};
}

}  // namespace

std::string_view service_name(Service service) { return kNames[index_of(service)]; }

std::optional<Service> service_named(std::string_view name) {
  for (std::size_t i = 0; i < kServices; ++i)
    if (kNames[i] == name) return static_cast<Service>(i);
  return std::nullopt;
}

std::optional<std::size_t> answer_slot(Service service, std::string_view answer) {
  const auto names = answers_of(service);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == answer) return i;
  return std::nullopt;
}

std::size_t slot_count(Service service) { return answers_of(service).size(); }

std::string generated_id(Service service, std::uint64_t index) {
  if (service == Service::repo) return std::to_string(kFirstRepo + index);
  std::string id(kIdLength, '0');
  id.replace(0, kTagLength, kTags[index_of(service)]);
  for (std::size_t at = kIdLength; index != 0; index >>= 4U) id[--at] = "0123456789abcdef"[index & 15U];
  return id;
}

std::string grown_id(Service service, std::uint64_t number) {
  if (service == Service::repo) return std::to_string(kFirstGrownRepo + number);
  std::string id = generated_id(service, number);
  id.replace(kTagLength - 2, 2, "ff");
  return id;
}

std::optional<std::uint64_t> generated_index(Service service, std::string_view id) {
  const bool repo = service == Service::repo;
  if (!repo && (id.size() != kIdLength || !id.starts_with(kTags[index_of(service)]))) return std::nullopt;
  if (repo && (id.size() < 7 || id.front() == '0')) return std::nullopt;
  if (!repo) id.remove_prefix(kTagLength);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number, repo ? 10 : 16);
  if (error != std::errc{} || end != id.data() + id.size()) return std::nullopt;
  if (!repo && id.find_first_of("ABCDEF") != std::string_view::npos) return std::nullopt;
  return repo ? number - kFirstRepo : number;
}

}  // namespace codearts
