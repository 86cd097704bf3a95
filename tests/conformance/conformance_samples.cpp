// Writes requests as this program sends them, for programs of others to judge: conformance-samples FOLDER. Each file is
// one request, TYPE.CASE.PART.json; FOLDER/secrets/TYPE is what it was signed with, FOLDER/keyword what two chats ask
// for.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "conformance/cases.h"
#include "daemon/sinks/sink.h"
#include "storage/model/base64.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::string_view kKeyword = "值班";

struct SampleSink {
  std::string type, url;
  std::vector<std::string> mentioned;  // when it is critical
  std::string secret;                  // empty: it signs nothing
};

std::string whsec(char byte) { return "whsec_" + to_base64(std::string(32, byte)); }

std::vector<SampleSink> sample_sinks() {
  const std::string chat = "https://chat.example.com/";
  return {
      {"dingtalk",
       chat + "robot/send?access_token=test",
       {"13800000000", "zhang3"},
       "SEC" + std::string(63, '0') + "a"},
      {"discord", chat + "api/webhooks/1/test", {"100000000000000001", "&100000000000000002"}, ""},
      {"feishu", chat + "open-apis/bot/v2/hook/test", {"ou_0123456789abcdef", "all"}, "demo"},
      {"mattermost", chat + "hooks/test", {"oncall", "here"}, ""},
      {"slack", chat + "services/T0/B0/test", {"U0123ABCD", "S0123ABCD", "here"}, ""},
      {"teams", chat + "workflows/test/triggers/manual/paths/invoke?sig=test", {"ada@example.com"}, ""},
      // Two lines: the new secret and the old one, while receivers change over.
      {"webhook", chat + "events", {}, whsec('n') + "\n" + whsec('o')},
      {"wecom", chat + "cgi-bin/webhook/send?key=test", {"zhang3", "all"}, ""},
  };
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error(file.string() + ": cannot be written");
}

SinkConfig config_of(const SampleSink& sample, const fs::path& folder) {
  SinkConfig config;
  config.type = sample.type;
  config.name = "ops";
  config.url = sample.url;
  if (!sample.mentioned.empty()) config.mentions[Severity::critical] = sample.mentioned;
  if (sample.type == "dingtalk" || sample.type == "feishu") config.keyword = kKeyword;
  if (sample.secret.empty()) return config;
  config.secret_file = folder / "secrets" / sample.type;
  write(config.secret_file, sample.secret + "\n");
  return config;
}

/// What goes out: a line without a value keeps curl from adding that header.
Json headers_of(const HttpRequest& request) {
  Json headers = Json::object();
  for (const auto& line : request.headers->lines()) {
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) headers[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return headers;
}

void write_samples(const SampleSink& sample, const SampleCase& one, const fs::path& folder) {
  SinkConfig config = config_of(sample, folder);
  config.language = one.language;
  const auto sink = make_sink(config);
  const TimePoint now{std::chrono::seconds{1'800'000'000}};
  unsigned number = 0;
  for (const auto& message : sink->render(one.events, one.context)) {
    const auto made = sink->request(message, now);
    if (const auto* fault = std::get_if<std::string>(&made)) throw std::runtime_error(sample.type + ": " + *fault);
    const auto& request = std::get<HttpRequest>(made);
    const std::string name = sample.type + "." + one.name + "." + std::to_string(++number) + ".json";
    const Json file{{"type", sample.type},
                    {"case", one.name},
                    {"part", number},
                    {"at", 1'800'000'000},
                    {"told", message.event_ids},
                    {"url", request.url},
                    {"headers", headers_of(request)},
                    {"body", request.post.value()}};
    write(folder / name, file.dump(1) + "\n");
  }
}

int write_all(const fs::path& folder) {
  for (const auto& one : sample_cases())
    for (const auto& sample : sample_sinks()) write_samples(sample, one, folder);
  write(folder / "keyword", std::string(kKeyword));
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace noticed

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: conformance-samples FOLDER\n";
    return 64;
  }
  noticed::use_time_zone("Asia/Shanghai");
  return noticed::write_all(argv[1]);
} catch (const std::exception& error) {
  std::cerr << "conformance-samples: " << error.what() << "\n";
  return EXIT_FAILURE;
}
