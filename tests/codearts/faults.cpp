#include "codearts/faults.h"

#include <algorithm>
#include <array>

#include "codearts/cloud_listing.h"
#include "codearts/cloud_refusal.h"
#include "codearts/mutation.h"

namespace codearts {
namespace {

constexpr std::size_t kMebibyte = 1024 * 1024;
constexpr std::string_view kLoginPage =
    "<!DOCTYPE html><html><head><title>Log in</title></head><body><form action=\"/authui/login\">"
    "<input name=\"userName\"><input name=\"userPassword\" type=\"password\"></form></body></html>";

std::chrono::milliseconds milliseconds_of(const Fault& fault, std::int64_t otherwise) {
  return std::chrono::milliseconds(fault.parameters.value("ms", otherwise));
}

void replace_json(Reply& reply, const Json& body) {
  Reply other;
  other.request_id = reply.request_id;
  other.delay = reply.delay;
  reply = std::move(other);
  set_body(reply, body.dump());
}

void end_silently(Reply& reply, Ending ending) {
  reply.silent = true;
  reply.ending = ending;
}

// Only a real answer can be made wrong; a refusal goes out as it is.
template <class Change>
void change_answer(Reply& reply, Change change) {
  if ((reply.status != 200 && reply.status != 201) || !reply.body) return;
  const Json answer = Json::parse(reply.body->text, nullptr, false);
  if (!answer.is_discarded()) set_body(reply, change(answer));
}

void status(const Fault& fault, const FaultScene&, Reply& reply) {
  replace_json(reply, Json::object());
  reply.status = fault.parameters.value("status", 500U);
  const Json body = fault.parameters.value("body", Json(""));
  set_body(reply, body.is_string() ? body.get<std::string>() : body.dump());
  reply.content_type = fault.parameters.value("content_type", std::string(kJsonType));
  const Json headers = fault.parameters.value("headers", Json::object());
  for (const auto& [name, value] : headers.items()) reply.headers.emplace_back(name, value.get<std::string>());
}

void delay(const Fault& fault, const FaultScene&, Reply& reply) { reply.delay = milliseconds_of(fault, 1000); }

void slow(const Fault& fault, const FaultScene&, Reply& reply) { reply.drip = milliseconds_of(fault, 10); }

void truncate(const Fault&, const FaultScene&, Reply& reply) {
  reply.sent_bytes = reply.body ? reply.body->text.size() / 2 : 0;
  reply.compressible = false;
  reply.ending = Ending::close;
}

void garbage(const Fault& fault, const FaultScene& scene, Reply& reply) {
  replace_json(reply, Json::object());
  std::string bytes(fault.parameters.value("bytes", std::size_t{512}), '\0');
  for (char& byte : bytes) byte = static_cast<char>(scene.random() & 0xffU);
  set_body(reply, std::move(bytes));
}

void html(const Fault&, const FaultScene&, Reply& reply) {
  replace_json(reply, Json::object());
  reply.content_type = "text/html;charset=UTF-8";
  set_body(reply, std::string(kLoginPage));
}

void reset(const Fault&, const FaultScene&, Reply& reply) { end_silently(reply, Ending::reset); }

void close(const Fault&, const FaultScene&, Reply& reply) { end_silently(reply, Ending::close); }

void wrong_type(const Fault& fault, const FaultScene&, Reply& reply) {
  const std::string form = fault.parameters.value("form", "booleans");
  change_answer(reply, [&form](const Json& answer) -> std::string {
    if (form == "array") return "[1,2,3]";
    if (form == "text") return "\"text\"";
    return with_wrong_types(answer).dump();
  });
}

// For huge, deep and gzip_bomb: their body was made when the fault was installed.
void prepared(const Fault& fault, const FaultScene&, Reply& reply) {
  replace_json(reply, Json::object());
  reply.body = fault.body;
}

void gzip_bomb(const Fault& fault, const FaultScene& scene, Reply& reply) {
  prepared(fault, scene, reply);
  reply.compressible = false;
  reply.headers.emplace_back("Content-Encoding", "gzip");
}

void duplicate(const Fault&, const FaultScene&, Reply& reply) {
  change_answer(reply, [](const Json& answer) { return with_duplicate_key(answer); });
}

void throttle(const Fault& fault, const FaultScene&, Reply& reply) {
  const std::string time = fault.parameters.value("time", "1 minute");
  const std::string policy = fault.parameters.value("policy", "user");
  Reply refusal = over_limit(fault.parameters.value("limit", std::uint64_t{60}), time, policy, reply.request_id);
  refusal.request_id = reply.request_id;
  refusal.delay = reply.delay;
  reply = std::move(refusal);
}

void error200(const Fault& fault, const FaultScene& scene, Reply& reply) {
  if (!fault.parameters.contains("error_code")) return replace_json(reply, error_inside(scene.route));
  const std::string message = fault.parameters.value("error_msg", "An error occurred.");
  replace_json(reply, Json{{"error_code", fault.parameters.at("error_code")}, {"error_msg", message}});
}

void empty_object(const Fault&, const FaultScene&, Reply& reply) { replace_json(reply, Json::object()); }

void empty_members(const Fault&, const FaultScene& scene, Reply& reply) {
  change_answer(reply, [&scene](const Json& answer) { return emptied(scene.route, answer).dump(); });
}

void echo_other(const Fault&, const FaultScene& scene, Reply& reply) {
  change_answer(reply, [&scene](const Json& answer) { return of_another(scene.route, answer).dump(); });
}

void redirect(const Fault& fault, const FaultScene&, Reply& reply) {
  replace_json(reply, Json::object());
  reply.status = fault.parameters.value("status", 302U);
  reply.headers.emplace_back("Location", fault.parameters.value("location", "/elsewhere"));
}

// Keeps `kept` of the rows of a page; the total stays.
template <class Kept>
void keep_rows(Reply& reply, Kept kept) {
  change_answer(reply, [&kept](Json answer) {
    Json* const rows = rows_in(answer);
    if (rows) rows->erase(rows->begin() + static_cast<std::ptrdiff_t>(kept(rows->size())), rows->end());
    return answer.dump();
  });
}

void lose_page(const Fault&, const FaultScene&, Reply& reply) {
  keep_rows(reply, [](std::size_t) { return std::size_t{0}; });
}

void half_page(const Fault&, const FaultScene&, Reply& reply) {
  keep_rows(reply, [](std::size_t rows) { return rows / 2; });
}

// Answers the listing anew.
void list_again(const FaultScene& scene, Page page, Reply& reply) {
  change_answer(reply, [&](const Json&) { return listing(*scene.state, scene.route, page).dump(); });
}

void repeat_page(const Fault&, const FaultScene& scene, Reply& reply) {
  if (!scene.page || scene.page->first == 0) return;
  Page before = *scene.page;
  before.first -= std::min(before.first, before.size);
  list_again(scene, before, reply);
}

void grow(const Fault&, const FaultScene& scene, Reply& reply) {
  if (!scene.page || reply.status != 200) return;
  if (scene.route.endpoint == Endpoint::project_list)
    scene.state->grow_project();
  else
    scene.state->grow(scene.route.service, scene.route.project);
  list_again(scene, *scene.page, reply);
}

void bad_length(const Fault& fault, const FaultScene&, Reply& reply) {
  reply.content_length = fault.parameters.value("value", "many");
  reply.compressible = false;
  reply.ending = Ending::close;
}

std::string huge_body(const Json& parameters) {
  const std::size_t size = parameters.value("mb", std::size_t{2}) * kMebibyte;
  std::string body = R"({"status":"success","error":null,"result":[)";
  body.reserve(size + 128);
  while (body.size() < size)
    body += R"({"notice_type":"MESSAGE","enable_map":{"buildJobFail":true},"param_config":null},)";
  body.back() = ']';
  return body += '}';
}

std::string deep_body(const Json& parameters) { return std::string(parameters.value("depth", 4 * kMebibyte), '['); }

std::string bomb_body(const Json& parameters) {
  return gzip(std::string(parameters.value("mb", std::size_t{2}) * kMebibyte, ' ') + "{}");
}

struct Kind {
  std::string_view name;
  FaultEffect effect;
  std::string (*make_body)(const Json& parameters) = nullptr;
  bool listing = false;
};

constexpr std::array kKinds{Kind{"status", &status},
                            Kind{"delay", &delay},
                            Kind{"slow", &slow},
                            Kind{"truncate", &truncate},
                            Kind{"garbage", &garbage},
                            Kind{"html", &html},
                            Kind{"reset", &reset},
                            Kind{"close", &close},
                            Kind{"wrong_type", &wrong_type},
                            Kind{"huge", &prepared, &huge_body},
                            Kind{"deep", &prepared, &deep_body},
                            Kind{"gzip_bomb", &gzip_bomb, &bomb_body},
                            Kind{"duplicate", &duplicate},
                            Kind{"throttle", &throttle},
                            Kind{"error200", &error200},
                            Kind{"empty_object", &empty_object},
                            Kind{"emptied", &empty_members},
                            Kind{"echo_other", &echo_other},
                            Kind{"redirect", &redirect},
                            Kind{"bad_length", &bad_length},
                            Kind{"lose_page", &lose_page, nullptr, true},
                            Kind{"half_page", &half_page, nullptr, true},
                            Kind{"repeat_page", &repeat_page, nullptr, true},
                            Kind{"grow", &grow, nullptr, true}};

// A parameter of the wrong type shows when the effect reads it: here, and not in the middle of a request.
void rehearse(const Fault& fault) {
  Random random;
  const Route route{Endpoint::build_query, Service::build, {}, {}, {}};
  Reply reply;
  fault.effect(fault, FaultScene{route, random}, reply);
}

bool meets(const Fault& fault, std::string_view target, const FaultScene& scene) {
  if (fault.listing && !scene.page) return false;
  if (fault.page && (!scene.page || scene.page->number() != *fault.page)) return false;
  return fault.path.meets(target);
}

}  // namespace

void FaultTable::add(const Json& fault) {
  const std::string kind = fault.value("kind", "");
  const auto known = std::ranges::find(kKinds, kind, &Kind::name);
  if (known == kKinds.end()) throw StateError("no fault kind \"" + kind + "\"");
  Fault made;
  made.path = Pattern(fault.value("path", ""));
  if (fault.contains("page")) made.page = fault.at("page").get<std::uint64_t>();
  made.listing = known->listing;
  made.effect = known->effect;
  made.parameters = fault;
  if (known->make_body) made.body = make_body(known->make_body(fault));
  made.times = fault.value("times", made.times);
  made.every = std::max<std::uint64_t>(1, fault.value("every", made.every));
  rehearse(made);
  faults_.push_back(std::move(made));
}

std::uint64_t FaultTable::apply(std::string_view target, const FaultScene& scene, Reply& reply) {
  std::uint64_t applied = 0;
  for (Fault& fault : faults_) {
    if (fault.times == 0 || !meets(fault, target, scene)) continue;
    if (++fault.met % fault.every != 0) continue;
    fault.effect(fault, scene, reply);
    --fault.times;
    ++applied;
  }
  if (applied != 0) std::erase_if(faults_, [](const Fault& fault) { return fault.times == 0; });
  return applied;
}

}  // namespace codearts
