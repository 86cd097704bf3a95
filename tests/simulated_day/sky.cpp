#include "simulated_day/sky.h"

#include <algorithm>
#include <array>

#include "codearts/defaults.h"

namespace noticed::tests {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

struct FaultForm {
  int status;  // 0: no answer at all
  const char* body;
  FailureKind kind;  // of no answer
};

constexpr std::array kFaults{
    FaultForm{0, "", FailureKind::network},
    FaultForm{0, "", FailureKind::timeout},
    FaultForm{0, "", FailureKind::tls},
    FaultForm{500, "{}", {}},
    FaultForm{503, "busy", {}},
    FaultForm{502, "<html>Bad Gateway</html>", {}},
    FaultForm{429, R"({"error_code":"APIGW.0308","error_msg":"over ratelimit,limit:6000,time:5 second"})", {}},
    FaultForm{401, R"({"error_code":"X.401","error_msg":"no"})", {}},
    FaultForm{403, R"({"error_code":"CH.004403","error_msg":"no"})", {}},
    FaultForm{404, R"({"error_code":"CH.00402000","error_msg":"not there"})", {}},
    FaultForm{401, R"({"error_code":"CH.080401","error_msg":"unauthorized"})", {}},
    FaultForm{200, "<html>Sign in</html>", {}},
    FaultForm{200, "{}", {}},
    FaultForm{200, "[]", {}},
    FaultForm{200, R"({"error_code":"CC.00050006","error_msg":"inner error"})", {}},
    FaultForm{200, R"({"codeGateFailed":{"sendMail":"perhaps"}})", {}},
};

constexpr const char* kMark = "@VERSION@";

/// A good answer with a mark where the version goes.
std::string form_of(std::size_t resource, std::size_t section) {
  const bool check = resource < kChecks;
  const auto service = check ? codearts::Service::check : codearts::Service::repo;
  const std::size_t slot = check || section == 0 ? 0 : 2;  // a repository's second section is e-mail
  codearts::Json answer = codearts::default_answer(service, slot, Sky::id_of(resource));
  if (check) answer["codeGateFailed"]["userIds"] = kMark;
  if (!check && section == 1) answer["webhook_config"]["mention_users"] = kMark;
  return answer.dump();
}

TimePoint somewhen(std::minstd_rand& random, TimePoint from, milliseconds span) {
  return from + milliseconds{std::uniform_int_distribution<std::int64_t>(0, span.count())(random)};
}

}  // namespace

std::string Sky::id_of(std::size_t resource) {
  return resource < kChecks ? "task" + std::to_string(resource) : std::to_string(1'000'000 + resource);
}

Sky::Sky(std::uint32_t seed, TimePoint begin, bool dark_hour) : changes_(kResources), episodes_(kResources) {
  std::minstd_rand random(seed);
  if (dark_hour) {
    dark_from_ = begin + hours{10};
    dark_to_ = begin + hours{11};
  }
  // One poll in a hundred finds a change; about one in eight falls into a disturbance, many of which end before a
  // retry.
  std::bernoulli_distribution changes(0.62), fails(0.75);
  for (std::size_t i = 0; i < kResources; ++i) {
    for (int n = 0; n < 3; ++n)
      if (changes(random)) changes_[i].push_back(somewhen(random, begin + hours{1}, hours{22}));
    std::sort(changes_[i].begin(), changes_[i].end());
    for (int n = 0; n < 6; ++n) {
      if (!fails(random)) continue;
      Episode episode;
      episode.from = somewhen(random, begin + hours{1}, hours{21});
      const bool brief = std::bernoulli_distribution(0.5)(random);
      episode.to =
          somewhen(random, episode.from + seconds{1}, brief ? milliseconds{seconds{40}} : milliseconds{hours{2}});
      episode.sections = std::uniform_int_distribution<unsigned>(1, (1U << sections_of(i)) - 1)(random);
      episode.fault = std::uniform_int_distribution<std::size_t>(0, kFaults.size() - 1)(random);
      episodes_[i].push_back(episode);
    }
  }
}

int Sky::version(std::size_t resource, TimePoint at) const {
  const auto& times = changes_[resource];
  return static_cast<int>(std::upper_bound(times.begin(), times.end(), at) - times.begin());
}

std::size_t Sky::changes() const {
  std::size_t count = 0;
  for (const auto& times : changes_) count += times.size();
  return count;
}

const Episode* Sky::episode(std::size_t resource, std::size_t section, TimePoint sent) const {
  for (const auto& one : episodes_[resource])
    if (sent >= one.from && sent < one.to && (one.sections >> section & 1U) != 0) return &one;
  return nullptr;
}

bool Sky::good(std::size_t resource, std::size_t section, TimePoint sent) const {
  return !dark(sent) && episode(resource, section, sent) == nullptr;
}

std::optional<milliseconds> Sky::silence(std::size_t resource, std::size_t section, TimePoint sent) const {
  if (dark(sent)) return milliseconds{20};
  const auto* over = episode(resource, section, sent);
  if (over == nullptr || kFaults[over->fault].status != 0) return {};
  return kFaults[over->fault].kind == FailureKind::timeout ? milliseconds{seconds{10}} : milliseconds{30};
}

std::string Sky::text_of(std::size_t resource, int version) {
  return "v" + std::to_string(resource) + "." + std::to_string(version);
}

HttpResult Sky::answer(std::size_t resource, std::size_t section, TimePoint sent, TimePoint answered) const {
  HttpResult result;
  result.reply.content_type = "application/json";
  const auto* over = episode(resource, section, sent);
  const bool silent = dark(sent) || (over != nullptr && kFaults[over->fault].status == 0);
  if (silent) {
    result.failure = Failure{};
    result.failure->kind = dark(sent) ? FailureKind::network : kFaults[over->fault].kind;
    result.failure->detail = "no answer";
  } else if (over != nullptr) {
    result.reply.status = kFaults[over->fault].status;
    result.reply.body = kFaults[over->fault].body;
  } else {
    static const std::string check = form_of(0, 0);
    result.reply.status = 200;
    result.reply.body = resource < kChecks ? check : form_of(resource, section);
    const auto mark = result.reply.body.find(kMark);
    if (mark != std::string::npos)
      result.reply.body.replace(mark, std::string_view(kMark).size(), text_of(resource, version(resource, answered)));
  }
  return result;
}

}  // namespace noticed::tests
