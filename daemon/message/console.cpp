#include "daemon/message/console.h"

#include <string_view>

namespace noticed {
namespace {

/// All but the unreserved characters of RFC 3986.
std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char byte : text) {
    if (kPlain.find(byte) != std::string_view::npos) {
      out += byte;
      continue;
    }
    const auto value = static_cast<unsigned char>(byte);
    out += '%';
    out += kHex[value >> 4U];
    out += kHex[value & 0xFU];
  }
  return out;
}

bool is_region(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

std::string console_url(const std::string& service, const std::string& region, const std::string& project_id,
                        const std::string& id) {
  if (!is_region(region) || project_id.empty() || id.empty()) return "";
  const std::string host = "https://devcloud." + region + ".huaweicloud.com/";
  const std::string project = "/project/" + encoded(project_id);
  // No page of the vendor's documentation lists these addresses. They are those of links that users of the console
  // have published.
  // The runs of one pipeline: many links, of several years and projects. (pipeline/detail/ wants a run's id, too.)
  if (service == "pipeline") return host + "cicd" + project + "/pipeline/history/" + encoded(id) + "?v=1";
  // Many links, of several years; id is the repository's short, decimal one.
  if (service == "repo") return host + "codehub" + project + "/codehub/" + encoded(id) + "/home";
  // Two programs' links; older ones have codecheck for codechecknew, and detail for defects. Less sure.
  if (service == "check") return host + "codechecknew" + project + "/codecheck/task/" + encoded(id) + "/defects";
  // No link to a build job's page was found.
  return "";
}

}  // namespace noticed
