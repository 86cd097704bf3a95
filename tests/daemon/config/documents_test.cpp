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

  /// Faults of a configuration in a document, once the files with its secrets are filled.
  Faults faults_when_filled(const std::string& text) const {
    for (const auto* file : {"access-key", "secret-key", "ops-secret", "oncall-secret", "feishu-secret"})
      dir_.write(std::string("credentials/") + file, "secret\n");
    for (const auto* file : {"ops-url", "oncall-url", "team-url", "feishu-url"})
      dir_.write(std::string("credentials/") + file, "https://chat.example.com/hook\n");
    return faults(text);
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

/// The texts between a line `begin` and the next line `end`.
std::vector<std::string> blocks(const std::string& text, const std::string& begin, const std::string& end) {
  std::vector<std::string> found;
  bool inside = false;
  for (const auto& line : lines_of(text)) {
    if (line == begin) {
      found.emplace_back();
      inside = true;
    } else if (line == end) {
      inside = false;
    } else if (inside) {
      found.back() += line + "\n";
    }
  }
  return found;
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

TEST_F(DocumentsTest, ConfigurationInTheReadmeThenWithoutFault) {
  const auto found = blocks(read_file(NOTICED_README), "```toml", "```");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(faults_when_filled(found[0]), Faults{});
}

TEST_F(DocumentsTest, ConfigurationsInTheManualPageThenWithoutFault) {
  const auto found = blocks(read_file(NOTICED_PAGE), ".Bd -literal -offset indent", ".Ed");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(faults_when_filled(found[0]), Faults{});
  // The others are examples of single tables.
  const std::string account = "[[account]]\nregion = \"ap-southeast-3\"\nauth = \"aksk\"\n";
  EXPECT_EQ(faults_when_filled(account + "[[discover]]\n" + found[1]), Faults{});
  EXPECT_EQ(faults_when_filled(account + kSink + found[2]), Faults{});
}

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
