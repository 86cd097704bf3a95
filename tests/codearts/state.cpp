#include "codearts/state.h"

namespace codearts {
namespace {

std::size_t slot_named(Service service, const std::string& answer) {
  const auto slot = answer_slot(service, answer);
  if (!slot) throw StateError(std::string(service_name(service)) + " has no answer \"" + answer + "\"");
  return *slot;
}

void erase_at(Json& answer, const Json::json_pointer& place) {
  Json& parent = answer.at(place.parent_pointer());
  if (!answer.contains(place)) throw StateError("nothing at " + place.to_string());
  if (parent.is_array())
    parent.erase(static_cast<std::size_t>(std::stoul(place.back())));
  else
    parent.erase(place.back());
}

}  // namespace

Service service_in(const Json& object) {
  const auto service = service_named(object.value("service", ""));
  if (!service) throw StateError("\"service\" must be build, pipeline, check or repo");
  return *service;
}

std::string id_in(const Json& object) {
  if (!object.contains("id")) throw StateError("\"id\" is missing");
  const Json& id = object.at("id");
  return id.is_string() ? id.get<std::string>() : id.dump();
}

void State::load(const Json& document) {
  State fresh;
  fresh.vary_ = document.value("vary", false);
  fresh.quirks_ = quirks_of(document, {});
  fresh.defaults_ = DefaultBodies(fresh.quirks_);
  const Json generate = document.value("generate", Json::object());
  for (const auto& [name, count] : generate.items()) {
    const auto service = service_named(name);
    if (!service) throw StateError("cannot generate \"" + name + "\"");
    fresh.catalog_.generate(*service, count.get<std::uint64_t>());
  }
  const Json resources = document.value("resources", Json::array());
  for (const Json& resource : resources) fresh.put(resource);
  fresh.set_projects(projects_of(document.value("projects", Json::array())));
  *this = std::move(fresh);
}

State::Resource* State::stated(Service service, std::string_view id) {
  Resources& resources = stated_[index_of(service)];
  if (resources.empty()) return nullptr;
  const auto found = resources.find(id);
  return found == resources.end() ? nullptr : &found->second;
}

std::optional<std::uint64_t> State::generated(Service service, std::string_view id) const {
  const std::uint64_t count = catalog_.generated(service);
  if (count == 0) return std::nullopt;
  const auto index = generated_index(service, id);
  if (!index || *index >= count) return std::nullopt;
  return index;
}

bool State::exists(Service service, std::string_view project, std::string_view id) {
  const Resource* resource = stated(service, id);
  if (resource) return !resource->removed && (service != Service::pipeline || resource->project == project);
  return generated(service, id) && (service != Service::pipeline || project == kGeneratedProject);
}

BodyPtr State::body(Service service, std::string_view id, std::size_t slot) {
  Resource* resource = stated(service, id);
  if (!resource) {
    const auto index = generated(service, id);
    return defaults_.body(service, slot, id, variant_of(index.value_or(0)));
  }
  BodyPtr& body = resource->bodies[slot];
  if (!body) body = make_body(answer(service, id, slot).dump());
  return body;
}

Json State::answer(Service service, std::string_view id, std::size_t slot) {
  if (const Resource* resource = stated(service, id); resource && !resource->removed)
    return with_quirks(raw_answer(*resource, service, id, slot), service, slot, resource->quirks);
  const auto index = generated(service, id);
  if (!index || stated(service, id)) throw StateError("no such resource");
  return with_quirks(default_answer(service, slot, id, variant_of(*index)), service, slot, quirks_);
}

Json State::raw_answer(const Resource& resource, Service service, std::string_view id, std::size_t slot) const {
  if (resource.answers[slot]) return *resource.answers[slot];
  return default_answer(service, slot, id, resource.variant);
}

void State::put(const Json& resource) {
  if (!resource.is_object()) throw StateError("a resource must be an object");
  const Service service = service_in(resource);
  Resource made;
  made.project = resource.value("project_id", std::string(kGeneratedProject));
  made.quirks = quirks_of(resource, quirks_);
  const Json answers = resource.value("answers", Json::object());
  for (const auto& [name, answer] : answers.items()) made.answers[slot_named(service, name)] = answer;
  const std::string id = id_in(resource);
  catalog_.add(service, Named{id, resource.value("name", id)}, made.project);
  stated_[index_of(service)].insert_or_assign(id, std::move(made));
}

State::Resource& State::own(Service service, std::string_view id) {
  if (Resource* resource = stated(service, id)) {
    if (resource->removed) throw StateError("no such resource");
    return *resource;
  }
  const auto index = generated(service, id);
  if (!index) throw StateError("no such resource");
  Resource copy;
  copy.quirks = quirks_;
  copy.variant = variant_of(*index);
  return stated_[index_of(service)].emplace(id, std::move(copy)).first->second;
}

bool State::remove(Service service, std::string_view id) {
  Resource* resource = stated(service, id);
  const bool by_number = generated(service, id).has_value();
  if (resource ? resource->removed : !by_number) return false;
  if (by_number)
    own(service, id).removed = true;  // kept, to hide the generated one
  else
    stated_[index_of(service)].erase(stated_[index_of(service)].find(id));
  catalog_.remove(service, std::string(id));
  return true;
}

void State::rename(Service service, const std::string& id, const std::string& name) {
  const Resource* resource = stated(service, id);
  if (resource ? resource->removed : !generated(service, id)) throw StateError("no such resource");
  catalog_.rename(service, id, name);
}

void State::grow(Service service, std::string_view project) {
  const std::string name = "grown-" + std::to_string(++grown_);
  put(Json{
      {"service", service_name(service)}, {"id", grown_id(service, grown_)}, {"name", name}, {"project_id", project}});
}

void State::grow_project() {
  const std::string name = "grown-" + std::to_string(++grown_);
  catalog_.add_project(Named{grown_id(Service::pipeline, grown_), name});
}

void State::edit(const Edit& edit) {
  const std::size_t slot = slot_named(edit.service, edit.answer);
  if (!edit.value && edit.pointer.value_or("").empty()) throw StateError("nothing to set, and no place to remove");
  Resource& resource = own(edit.service, edit.id);
  Json answer = raw_answer(resource, edit.service, edit.id, slot);
  try {
    const Json::json_pointer place(edit.pointer.value_or(""));
    if (!edit.value)
      erase_at(answer, place);
    else
      answer[place] = *edit.value;
  } catch (const Json::exception& problem) {
    throw StateError(std::string("pointer: ") + problem.what());
  }
  resource.answers[slot] = std::move(answer);
  resource.bodies[slot].reset();
}

}  // namespace codearts
