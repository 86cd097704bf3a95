// A history with three resources, which completion reads.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "storage/file/key_file.h"
#include "storage/store.h"
#include "support/temp_dir.h"
#include "tests/support/services.h"

namespace noticed::test {

using Words = std::vector<std::string>;

class CompletionTest : public testing::Test {
 protected:
  CompletionTest() {
    const TimePoint begin = *parse_rfc3339("2025-01-01T00:00:00Z");
    Store store(StoreOptions{db_, load_or_create_key(db_, false).id, "0.1.0", false}, begin);
    std::vector<WatchedResource> resources(3);
    resources[0].info = {"prod", "ap-southeast-3", service::build, "48c6", "payments-api", "p1", "Shop", {}};
    resources[1].info = {"prod", "ap-southeast-3", service::repo, "2111", "pay by card", "p1", "Shop", {}};
    resources[2].info = {"prod", "ap-southeast-3", service::check, "d3e7", "say \"hi\"", "p1", "Shop", {}};
    for (auto& resource : resources) {
      resource.interval = std::chrono::seconds{300};
      resource.sections = 1;
    }
    Policy policy;
    policy.generation = 1;
    store.begin_generation({resources, {}, {}, {}}, std::make_shared<const Policy>(policy), begin);
    store.close(begin);
  }

  /// The lines that the shell's script prints.
  static Words run(const Words& words) {
    std::string command;
    for (const auto& word : words) command += quoted(word) + " ";
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe)) text += static_cast<char>(c);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return lines(text);
  }
  static Words lines(const std::string& text) {
    Words found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) found.push_back(line);
    return found;
  }
  static std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
  }

  TempDir dir_;
  std::string db_ = (dir_.path() / "noticed.db").string();
};

}  // namespace noticed::test
