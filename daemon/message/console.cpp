#include "daemon/message/console.h"

#include <string_view>

#include "storage/model/percent.h"
#include "storage/model/service.h"

namespace noticed {
namespace {

bool is_region(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

void replace(std::string& text, std::string_view what, const std::string& by) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
}

}  // namespace

std::string console_url(const std::string& service, const std::string& region, const std::string& project_id,
                        const std::string& id) {
  const auto known = service_from(service);
  if (!known || !is_region(region) || project_id.empty() || id.empty()) return "";
  std::string path(info_of(*known).console);
  if (path.empty()) return "";
  // The paths are in no page of the vendor's documentation. They come from links that users of the console published.
  replace(path, "{project}", percent_encode(project_id));
  replace(path, "{id}", percent_encode(id));
  return "https://devcloud." + region + ".huaweicloud.com/" + path;
}

}  // namespace noticed
