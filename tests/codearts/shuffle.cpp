#include "codearts/shuffle.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace codearts {
namespace {

struct List {
  std::string_view key;
  char separator;
};

constexpr std::array kLists{List{"roles", ','}, List{"userIds", ','}, List{"mention_users", ';'},
                            List{"mention_phone", ';'}};

std::string shuffled_list(const std::string& text, char separator, Random& random) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
  }
  std::ranges::shuffle(parts, random);
  std::string joined = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) joined.append(1, separator).append(parts[i]);
  return joined;
}

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  void write(const Json& value, std::string_view key) {
    if (value.is_object())
      write_object(value);
    else if (value.is_array())
      write_array(value, key);
    else if (value.is_string())
      text_ += Json(listed(value.get<std::string>(), key)).dump();
    else
      text_ += value.dump();
  }

  std::string take() { return std::move(text_); }

 private:
  void space() {
    const auto kind = random_() % 16;
    if (kind < 4) text_ += std::array<std::string_view, 4>{" ", "\n", "\t", "\r\n    "}[kind];
  }

  std::string listed(std::string text, std::string_view key) {
    for (const List& list : kLists)
      if (list.key == key) return shuffled_list(text, list.separator, random_);
    return text;
  }

  void write_object(const Json& object) {
    std::vector<Json::const_iterator> members;
    for (auto at = object.begin(); at != object.end(); ++at) members.push_back(at);
    std::ranges::shuffle(members, random_);
    open('{');
    for (const auto& member : members) {
      separate(member == members.front());
      text_ += Json(member.key()).dump();
      space();
      text_ += ':';
      space();
      write(member.value(), member.key());
    }
    close('}');
  }

  void write_array(const Json& array, std::string_view key) {
    std::vector<Json::const_iterator> items;
    for (auto at = array.begin(); at != array.end(); ++at) items.push_back(at);
    std::ranges::shuffle(items, random_);
    open('[');
    for (const auto& item : items) {
      separate(item == items.front());
      write(*item, key);
    }
    close(']');
  }

  void open(char bracket) { text_ += bracket; }
  void close(char bracket) {
    space();
    text_ += bracket;
  }
  void separate(bool first) {
    if (!first) text_ += ',';
    space();
  }

  Random& random_;
  std::string text_;
};

}  // namespace

std::string shuffled_dump(const Json& answer, Random& random) {
  Writer writer(random);
  writer.write(answer, "");
  return writer.take();
}

}  // namespace codearts
