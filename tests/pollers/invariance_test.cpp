// What is never a change: order of unordered lists, white space, and every form of an absent value.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "pollers/json_reader.h"
#include "samples.h"

namespace noticed::tests {
namespace {

using nlohmann::json;
using Random = std::mt19937;

std::string shuffled_list(const std::string& text, Random& random) {
  auto items = codearts::split_list(text);
  std::shuffle(items.begin(), items.end(), random);
  std::string out = random() % 2 == 0 ? " " : "";
  for (const std::string& item : items) out += item + (random() % 2 == 0 ? " ; " : ",");
  return out;
}

/// Writes the same answer in another order, with other white space.
std::string rewritten(const json& value, const std::string& name, Random& random) {
  static const std::vector<std::string> lists{"roles", "userIds", "mention_users", "mention_phone"};
  const char* space = random() % 2 == 0 ? " \n" : "";
  if (value.is_string() && std::find(lists.begin(), lists.end(), name) != lists.end())
    return json(shuffled_list(value.get<std::string>(), random)).dump();
  if (value.is_string() && name == "param_config" && value.get<std::string>().starts_with('{'))
    return json(rewritten(json::parse(value.get<std::string>()), "", random)).dump();
  if (!value.is_structured()) return value.dump();
  std::vector<std::string> parts;
  for (const auto& [key, member] : value.items()) {
    const std::string text = rewritten(member, value.is_array() ? name : key, random);
    parts.push_back(value.is_array() ? text : json(key).dump() + space + ":" + text);
  }
  // An unknown list of objects keeps its order.
  if (name != "backup_robots") std::shuffle(parts.begin(), parts.end(), random);
  std::string out = value.is_array() ? "[" : "{";
  for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : ",") + std::string(space) + parts[i];
  return out + space + (value.is_array() ? "]" : "}");
}

TEST(Invariance, AnswerInAnotherOrderThenSameSettings) {
  Random random(20261121);
  for (const Api& called : kApis)
    for (const json& sample : samples(called))
      for (int round = 0; round < 50; ++round) {
        const std::string other = rewritten(sample, "", random);
        ASSERT_EQ(canonical(called, other), canonical(called, sample.dump())) << called.name << "\n" << other;
      }
}

/// For every member that satisfies `wanted`: calls `change` with a copy of the sample and the member in it.
template <typename Wanted, typename Change>
void each_member(const json& sample, Wanted wanted, Change change) {
  std::vector<json::json_pointer> places;
  const auto visit = [&](auto& self, const json& value, const json::json_pointer& at) -> void {
    if (!at.empty() && wanted(value)) places.push_back(at);
    if (value.is_object())
      for (const auto& [key, member] : value.items()) self(self, member, at / key);
    if (value.is_array())
      for (std::size_t i = 0; i < value.size(); ++i) self(self, value[i], at / i);
  };
  visit(visit, sample, json::json_pointer());
  for (const auto& place : places) {
    json copy = sample;
    change(copy, place);
  }
}

/// A list of objects contains no empty string.
bool lists_objects(const json::json_pointer& place) {
  const std::string name = place.to_string();
  return name == "/result" || name == "/events" || name == "/subscript_events";
}

bool is_member(const json::json_pointer& place) {
  return place.back().find_first_not_of("0123456789") != std::string::npos;
}

TEST(Invariance, NothingSaidInAnotherWayThenSameSettings) {
  for (const Api& called : kApis)
    for (const json& sample : samples(called)) {
      const std::string before = canonical(called, sample.dump());
      const auto absent = [](const json& v) { return v.is_null(); };
      each_member(sample, absent, [&](json copy, const json::json_pointer& place) {
        if (!is_member(place)) return;
        copy[place.parent_pointer()].erase(place.back());
        EXPECT_EQ(canonical(called, copy.dump()), before) << called.name << " without " << place;
      });
      const auto list = [](const json& v) { return v.is_array() && (v.empty() || v[0].is_string()); };
      each_member(sample, list, [&](json copy, const json::json_pointer& place) {
        if (lists_objects(place)) return;
        copy[place] = nullptr;
        const std::string null = canonical(called, copy.dump());
        for (const json& empty : {json::array(), json::array({""}), json::array({nullptr})}) {
          copy[place] = empty;
          EXPECT_EQ(canonical(called, copy.dump()), null) << called.name << " " << place;
        }
      });
    }
}

TEST(Invariance, AnswerThatIsEmptiedThenNoSettings) {
  EXPECT_EQ(canonical(api("build"), R"({"result":[],"error":null,"status":"success"})"), "{}");
  EXPECT_EQ(canonical(api("build"), R"({"result":null})"), "{}");
  EXPECT_EQ(canonical(api("pipeline"), R"({"events":[],"webhook_config":null})"), "{}");
  EXPECT_EQ(canonical(api("pipeline"), R"({"event":null})"), "{}");
  EXPECT_EQ(canonical(api("pipeline_status"), "[]"), "{}");
  EXPECT_EQ(canonical(api("check"), R"({"codeGateFailed":null,"deleteTask":{}})"), "{}");
  EXPECT_EQ(canonical(api("repo_status"), R"({"email":null})"), "{}");
  EXPECT_EQ(canonical(api("repo"), R"({"repository_id":2111978605,"subscript_events":[]})"), "{}");
}

TEST(Invariance, OwnIdentityEchoedThenLeftOut) {
  EXPECT_EQ(canonical(api("pipeline"), R"({"type":4,"events":[]})"), "{}");
  EXPECT_EQ(canonical(api("repo"), R"({"repository_id":2111978605,"enabled":true})"),
            canonical(api("repo"), R"({"enabled":true})"));
}

}  // namespace
}  // namespace noticed::tests
