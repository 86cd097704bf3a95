// The documents name exactly the keys that the code takes. The test learns the keys from the code: it plants an
// unknown key in each table, and the fault lists the known ones.
#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "config_fixture.h"
#include "tests/support/file_text.h"

namespace noticed {
namespace {

/// "account.endpoints" -> its keys.
using Keys = std::map<std::string, std::set<std::string>>;
/// The value written after a key, "interval = " -> "\"5m\""; by table and key.
using Values = std::map<std::string, std::string>;

const std::string kStrange(40, 'z');

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Every match's first group.
std::vector<std::string> all_in(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator one(text.begin(), text.end(), pattern), end; one != end; ++one) found.push_back((*one)[1]);
  return found;
}

class DocumentsTest : public ConfigTest {
 protected:
  /// The known keys that the fault lists; empty: the planted key was not refused.
  std::vector<std::string> instead(const std::string& text) const {
    static const std::regex kWord("([a-z_]+)");
    const std::string mark = "unknown key \"" + kStrange + "\"; known keys: ";
    for (const auto& fault : texts(read(text)))
      if (const auto at = fault.find(mark); at != std::string::npos)
        return all_in(fault.substr(at + mark.size()), kWord);
    return {};
  }

  Keys code() const {
    Keys keys;
    for (const auto& table : instead(kStrange + " = 1\n")) {
      const auto plain = read("[" + table + "]\n").faults;
      const bool array = std::any_of(plain.begin(), plain.end(), [](const Fault& fault) {
        return fault.message.find("must be written as [[") != std::string::npos;
      });
      const std::string head = array ? "[[" + table + "]]\n" : "[" + table + "]\n";
      // For chats, which take the most keys.
      const std::string type = table == "sink" ? "type = \"feishu\"\n" : "";
      for (const auto& key : instead(head + type + kStrange + " = 1\n")) {
        keys[table].insert(key);
        const auto inner = instead(head + type + key + " = { " + kStrange + " = 1 }\n");
        if (!inner.empty()) keys[table + "." + key] = {inner.begin(), inner.end()};
      }
    }
    return keys;
  }

  /// Only the tables at the top level.
  static Keys top(Keys keys) {
    std::erase_if(keys, [](const auto& row) { return row.first.find('.') != std::string::npos; });
    return keys;
  }
};

/// Lines such as "# interval = "5m"  # why", below "# [table]".
Keys keys_of_example(Values& values) {
  static const std::regex kHead("(?:# )?\\[\\[?([a-z.]+)\\]\\]?"), kLine("(?:# *)?([a-z_]+) = (.*?)(?: +#.*)?");
  Keys keys;
  std::string table;
  std::smatch match;
  for (const auto& line : lines_of(read_file(NOTICED_EXAMPLE))) {
    if (std::regex_match(line, match, kHead)) {
      table = match[1];
      // [account.endpoints] names a key of [account].
      if (const auto dot = table.find('.'); dot != std::string::npos)
        keys[table.substr(0, dot)].insert(table.substr(dot + 1));
    } else if (std::regex_match(line, match, kLine)) {
      keys[table].insert(match[1]);
      values.emplace(table + "." + match[1].str(), match[2]);
    }
  }
  return keys;
}

/// ".It Va interval No = Li \(dq5m\(dq" or ".It Va a , Va b", below ".Ss [table\(rB".
Keys keys_of_page(Values& values) {
  static const std::regex kHead("\\.Ss \\[\\[?([a-z.]+)\\]?\\\\\\(rB"), kKey("Va ([a-z_]+)"),
      kDefault("\\.It Va ([a-z_]+) No = Li (.*)");
  Keys keys;
  std::string table;
  std::smatch match;
  for (const auto& line : lines_of(read_file(NOTICED_PAGE))) {
    if (line.starts_with(".Ss ") || line.starts_with(".Sh "))
      table = std::regex_match(line, match, kHead) ? match[1].str() : "";
    if (table.empty() || !line.starts_with(".It ")) continue;
    for (const auto& key : all_in(line, kKey)) keys[table].insert(key);
    if (std::regex_match(line, match, kDefault))
      values[table + "." + match[1].str()] = std::regex_replace(match[2].str(), std::regex("\\\\\\(dq"), "\"");
  }
  return keys;
}

/// Rows such as "| `[polling]` | how often | `interval`, … |".
Keys keys_of_readme() {
  static const std::regex kRow("\\| `\\[+([a-z]+)\\]+` \\|[^|]*\\|(.*)\\|"), kKey("`([a-z_]+)`");
  Keys keys;
  std::smatch match;
  std::vector<std::string> with_network;
  for (const auto& line : lines_of(read_file(NOTICED_README))) {
    if (!std::regex_match(line, match, kRow)) continue;
    const std::string table = match[1], cell = match[2];
    for (const auto& key : all_in(cell, kKey)) keys[table].insert(key);
    if (cell.find("those of `[network]`") != std::string::npos) with_network.push_back(table);
  }
  for (const auto& table : with_network) keys[table].insert(keys["network"].begin(), keys["network"].end());
  return keys;
}

/// Keys that one names and the other does not: "polling.interval".
std::vector<std::string> beyond(const Keys& some, const Keys& others) {
  std::vector<std::string> found;
  for (const auto& [table, keys] : some)
    for (const auto& key : keys)
      if (!others.contains(table) || !others.at(table).contains(key)) found.push_back(table + "." + key);
  return found;
}

void expect_same(const Keys& written, const Keys& real) {
  EXPECT_EQ(beyond(real, written), std::vector<std::string>{}) << "not written down";
  EXPECT_EQ(beyond(written, real), std::vector<std::string>{}) << "no such keys";
}

TEST_F(DocumentsTest, ExampleThenEveryKeyOfTheCodeAndNoOther) {
  Values ignored;
  expect_same(keys_of_example(ignored), code());
}

TEST_F(DocumentsTest, ManualPageThenEveryKeyOfTheCodeAndNoOther) {
  Values ignored;
  expect_same(keys_of_page(ignored), code());
}

TEST_F(DocumentsTest, ReadmeThenEveryKeyOfTheCodeAndNoOther) { expect_same(keys_of_readme(), top(code())); }

TEST_F(DocumentsTest, DefaultInTheManualPageThenTheOneInTheExample) {
  Values page, example;
  keys_of_page(page);
  keys_of_example(example);
  EXPECT_GT(page.size(), 20U);
  for (const auto& [key, value] : page) EXPECT_EQ(example[key], value) << key;
}

TEST_F(DocumentsTest, CodeThenTablesWithinTablesAreFound) {
  const Keys keys = code();
  EXPECT_EQ(keys.at("sink.mention"), (std::set<std::string>{"info", "warning", "critical"}));
  EXPECT_TRUE(keys.at("account.endpoints").contains("metadata"));
  EXPECT_TRUE(keys.at("polling").contains("interval"));
  EXPECT_FALSE(keys.contains("sink.match.label")) << "labels are anybody's";
}

}  // namespace
}  // namespace noticed
