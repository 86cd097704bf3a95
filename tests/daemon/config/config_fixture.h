// A configuration in its own folder, with the credentials that valid configurations name.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/sinks/sink_table.h"
#include "support/temp_dir.h"

namespace noticed {

using Faults = std::vector<std::string>;

// Ten valid lines; what a test appends begins at line 11.
inline const std::string kAccount =
    "[[account]]\nregion = \"ap-southeast-3\"\nauth = \"token\"\ntoken_file = \"token\"\n";
inline const std::string kResource = "[[resource]]\nservice = \"build\"\nid = \"48c66c6002964721be537cdc6ce0297b\"\n";
inline const std::string kSink = "[[sink]]\ntype = \"webhook\"\nurl_file = \"url\"\n";
inline const std::string kGoodConfig = kAccount + kResource + kSink;

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    dir_.write("credentials/token", "t1\n");
    dir_.write("credentials/url", "https://chat.example.com/hook\n");
    dir_.write("credentials/secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  }

  ConfigResult read(const std::string& text) const {
    return read_config(dir_.write("noticed.toml", text), sink_types());
  }

  /// The faults as people see them, without the folder's name.
  Faults faults(const std::string& text) const { return texts(read(text)); }

  Faults texts(const ConfigResult& result) const {
    const std::string folder = dir_.path().string() + "/";
    Faults found;
    for (const auto& fault : result.faults) {
      std::string text = to_text(fault);
      for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
      found.push_back(text);
    }
    return found;
  }

  TempDir dir_;
};

}  // namespace noticed
