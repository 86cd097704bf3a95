#include "codearts/mutation.h"

#include <cstdint>

#include "codearts/cloud_listing.h"

namespace codearts {
namespace {

Json set_to_null(const Json& answer) {
  Json result = Json::object();
  for (const auto& [key, member] : answer.items()) result[key] = nullptr;
  return result;
}

}  // namespace

Json with_wrong_types(Json answer) {
  if (answer.is_boolean()) return "yes";
  if (!answer.is_structured()) return answer;
  for (Json& member : answer) member = with_wrong_types(std::move(member));
  return answer;
}

Json emptied(const Route& route, const Json& answer) {
  Json result = answer;
  switch (route.endpoint) {
    case Endpoint::build_query: result["result"] = Json::array(); break;
    case Endpoint::pipeline_status: result = Json::array(); break;
    case Endpoint::pipeline_detail:
      result.erase("event");
      result["events"] = Json::array();
      result["webhook_config"] = nullptr;
      break;
    case Endpoint::check_notification:
    case Endpoint::repo_status: return set_to_null(answer);
    case Endpoint::repo_subscription: result["subscript_events"] = Json::array(); break;
    case Endpoint::iam_tokens:
    case Endpoint::metadata_token:
    case Endpoint::metadata_key: return set_to_null(answer);
    case Endpoint::project_list:
    case Endpoint::build_list:
    case Endpoint::pipeline_list:
    case Endpoint::check_list:
    case Endpoint::repo_list:
      if (Json* const rows = rows_in(result)) rows->clear();
  }
  return result;
}

Json of_another(const Route& route, Json answer) {
  if (route.endpoint == Endpoint::pipeline_detail) {
    const std::size_t type = slot_of(route).value_or(1);
    answer["type"] = type % 6 + 1;
  }
  if (route.endpoint == Endpoint::repo_subscription)
    answer["repository_id"] = answer.value("repository_id", std::int64_t{0}) + 1;
  return answer;
}

std::string with_duplicate_key(const Json& answer) {
  std::string text = answer.dump();
  const Json& object = answer.is_array() && !answer.empty() ? answer.front() : answer;
  if (!object.is_object() || object.empty()) return text;
  const auto first = object.begin();
  const Json other = first.value().is_boolean() ? Json(!first.value().get<bool>()) : Json(nullptr);
  text.insert(text.find('{') + 1, Json(first.key()).dump() + ":" + other.dump() + ",");
  return text;
}

Json error_inside(const Route& route) {
  switch (route.service) {
    case Service::build: return Json{{"result", nullptr}, {"error", "Internal error."}, {"status", "fail"}};
    case Service::check:
      return Json{{"error_code", "CC.00050012"}, {"error_msg", "The system is busy. Try again later."}};
    case Service::pipeline:
      return Json{{"error", {{"code", "DEVPIPE.00011412"}, {"message", "The project does not exist."}}},
                  {"status", "error"}};
    case Service::repo: break;
  }
  return Json{{"error", {{"code", "CH.00000000"}, {"message", "Internal error."}}}, {"status", "fail"}};
}

}  // namespace codearts
