#include "daemon/message/console.h"

#include <string_view>

#include "storage/model/percent.h"

namespace noticed {
namespace {

bool is_region(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

std::string console_url(const std::string& service, const std::string& region, const std::string& project_id,
                        const std::string& id) {
  if (!is_region(region) || project_id.empty() || id.empty()) return "";
  const std::string host = "https://devcloud." + region + ".huaweicloud.com/";
  const std::string project = "/project/" + percent_encode(project_id);
  // These URLs are in no page of the vendor's documentation. They come from links that users of the console published.
  // The runs of one pipeline: many links, from several years and projects. (pipeline/detail/ needs a run's id, too.)
  if (service == "pipeline") return host + "cicd" + project + "/pipeline/history/" + percent_encode(id) + "?v=1";
  // Many links, from several years; id is the repository's short, decimal one.
  if (service == "repo") return host + "codehub" + project + "/codehub/" + percent_encode(id) + "/home";
  // Links in two programs; older ones have codecheck for codechecknew, and detail for defects. Less certain.
  if (service == "check") return host + "codechecknew" + project + "/codecheck/task/" + percent_encode(id) + "/defects";
  // No link to a build job's page was found.
  return "";
}

}  // namespace noticed
