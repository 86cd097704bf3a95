#include "codearts/cloud_control.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "codearts/cloud.h"

namespace codearts {
namespace {

constexpr std::string_view kPrefix = "/_control/";

struct Call {
  std::string_view query;
  const Json& body;
};

Json done() { return Json{{"ok", true}}; }

Json set(Cloud& cloud, Call call) {
  Edit edit{service_in(call.body), id_in(call.body), call.body.value("answer", ""), std::nullopt, std::nullopt};
  if (call.body.contains("pointer")) edit.pointer = call.body.at("pointer").get<std::string>();
  const std::string operation = call.body.value("op", "set");
  if (operation != "set" && operation != "remove") throw StateError("\"op\" must be set or remove");
  if (operation == "set") edit.value = call.body.at("value");
  cloud.state().edit(edit);
  return done();
}

Json resource(Cloud& cloud, Call call) {
  cloud.state().put(call.body);
  return done();
}

Json remove(Cloud& cloud, Call call) {
  if (!cloud.state().remove(service_in(call.body), id_in(call.body))) throw StateError("no such resource");
  return done();
}

Json tokens(Cloud& cloud, Call call) {
  cloud.gateway().set_tokens(call.body.get<std::vector<std::string>>());
  return done();
}

Json users(Cloud& cloud, Call call) {
  cloud.iam().set_users(users_of(call.body));
  return done();
}

Json token_life(Cloud& cloud, Call call) {
  cloud.iam().set_token_life(std::chrono::seconds(call.body.at("seconds").get<std::int64_t>()));
  return done();
}

Json revoke(Cloud& cloud, Call) {
  cloud.gateway().issued().revoke_all();
  return done();
}

Json keys(Cloud& cloud, Call call) {
  cloud.gateway().keys().set_keys(keys_of(call.body));
  return done();
}

Json metadata(Cloud& cloud, Call call) {
  cloud.metadata().set_options(metadata_of(call.body));
  return done();
}

Json clock(Cloud& cloud, Call call) {
  cloud.clock().shift(std::chrono::seconds(call.body.at("offset_s").get<std::int64_t>()));
  return done();
}

Json set_limit(Cloud& cloud, Call call) {
  cloud.gateway().throttle().set_limits(limits_of(call.body));
  return done();
}

Json clear_limit(Cloud& cloud, Call) {
  cloud.gateway().throttle().set_limits({});
  return done();
}

Json projects(Cloud& cloud, Call call) {
  cloud.state().set_projects(projects_of(call.body));
  return done();
}

Json rename(Cloud& cloud, Call call) {
  cloud.state().rename(service_in(call.body), id_in(call.body), call.body.at("name").get<std::string>());
  return done();
}

Json state(Cloud& cloud, Call call) {
  cloud.load(call.body);
  return done();
}

Json shuffle(Cloud& cloud, Call call) {
  if (call.body.contains("seed")) cloud.set_seed(call.body.at("seed").get<std::uint64_t>());
  cloud.set_shuffle(call.body.value("on", true));
  return done();
}

Json add_fault(Cloud& cloud, Call call) {
  cloud.faults().add(call.body);
  return Json{{"ok", true}, {"faults", cloud.faults().size()}};
}

Json clear_faults(Cloud& cloud, Call) {
  cloud.faults().clear();
  return done();
}

Json stats(Cloud& cloud, Call) { return cloud.tally().stats(); }

Json reset_stats(Cloud& cloud, Call) {
  cloud.tally().reset();
  return done();
}

Json trace(Cloud& cloud, Call call) {
  cloud.tally().trace(call.body.value("on", true));
  return done();
}

Json last(Cloud& cloud, Call call) {
  const std::string_view text = query_value(call.query, "n");
  std::size_t count = 20;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), count);
  return cloud.tally().last(count);
}

struct Operation {
  std::string_view method;
  std::string_view name;
  Json (*carry_out)(Cloud&, Call);
};

constexpr std::array kOperations{
    Operation{"POST", "set", &set},           Operation{"POST", "resource", &resource},
    Operation{"POST", "remove", &remove},     Operation{"POST", "rename", &rename},
    Operation{"POST", "projects", &projects}, Operation{"POST", "tokens", &tokens},
    Operation{"POST", "users", &users},       Operation{"POST", "token-life", &token_life},
    Operation{"POST", "revoke", &revoke},     Operation{"POST", "keys", &keys},
    Operation{"POST", "metadata", &metadata}, Operation{"POST", "clock", &clock},
    Operation{"POST", "limit", &set_limit},   Operation{"DELETE", "limit", &clear_limit},
    Operation{"POST", "state", &state},       Operation{"POST", "shuffle", &shuffle},
    Operation{"POST", "fault", &add_fault},   Operation{"DELETE", "fault", &clear_faults},
    Operation{"GET", "stats", &stats},        Operation{"POST", "reset-stats", &reset_stats},
    Operation{"POST", "trace", &trace},       Operation{"GET", "last", &last}};

Reply problem(unsigned status, std::string_view why) {
  Reply reply;
  reply.status = status;
  set_body(reply, Json{{"error", why}}.dump());
  return reply;
}

}  // namespace

bool is_control(std::string_view target) { return target.starts_with(kPrefix); }

Reply control_reply(Cloud& cloud, const Request& request) {
  std::string_view name = request.target.substr(kPrefix.size());
  const std::size_t mark = name.find('?');
  const std::string_view query = mark == std::string_view::npos ? std::string_view{} : name.substr(mark + 1);
  name = name.substr(0, mark);
  const auto same = [&](const Operation& one) { return one.method == request.method && one.name == name; };
  const auto operation = std::ranges::find_if(kOperations, same);
  if (operation == kOperations.end()) return problem(404, "no such control");
  try {
    const Json body = request.body.empty() ? Json::object() : Json::parse(request.body);
    Reply reply;
    set_body(reply, operation->carry_out(cloud, Call{query, body}).dump());
    return reply;
  } catch (const std::exception& why) {
    return problem(400, why.what());
  }
}

}  // namespace codearts
