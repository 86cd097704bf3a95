// Applications of Deploy: one answer with the switches of each channel.
#include "pollers/codearts/service_table.h"
#include "pollers/json_reader.h"
#include "storage/model/percent.h"

namespace noticed {
namespace {

using codearts::CodeArtsService;
using codearts::kRowsPerPage;
using codearts::ListingForm;
using codearts::Node;
using codearts::Object;
using codearts::SettingsWriter;

class Deploy final : public Poller {
 public:
  int version() const override { return 1; }

  std::vector<Request> requests(const Target& target) const override {
    if ((target.sections & bit(0)) == 0) return {};
    return {{0, "/v1/applications/" + percent_encode(target.id) + "/notification"}};
  }

  Settings normalize(const Target&, const Request&, const RedactedJson& body) const override {
    Settings settings;
    Object answer{Node(body.json())};
    SettingsWriter(settings, "email", "deployFailed").set("enabled", answer["email"].boolean());
    SettingsWriter(settings, "system", "deployFailed").set("enabled", answer["message"].boolean());
    answer.require_documented();
    SettingsWriter(settings, "*").add_unknown(answer);
    return settings;
  }
};

constinit const Deploy kDeployPoller;

constexpr ListingForm kApplications{
    .limit = kRowsPerPage,
    .lists = {"result"},
    .ids = {"id"},
    .names = {"name"},
    .id = IdForm::key,
    .request = [](const std::string& project_id, std::size_t page) {
      return ListingRequest{
          "/v1/applications?project_id=" + percent_encode(project_id) + "&page=" + std::to_string(page + 1), {}};
    }};

constexpr std::string_view kSections[] = {"*"};
constexpr Word kEvents[] = {{"deployFailed", "deployment failed", "部署失败"}};
constexpr Word kFailures[] = {{"deployFailed", "failed deployments", "部署失败"}};
constexpr RegionHost kHosts[] = {{"codearts-deploy", "cn-north-4 cn-south-1"}};

}  // namespace

extern constinit const CodeArtsService kDeployService{
    {
        .word = "deploy",
        .words = {"application", "applications", "部署", " 个", "应用"},
        .sections = kSections,
        .events = kEvents,
        .failures = kFailures,
        .id_hint = "32 lower-case letters and digits",
        .hosts = kHosts,
    },
    kDeployPoller,
    kApplications};

}  // namespace noticed
