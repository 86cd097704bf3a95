// The configuration as values, after every check. Made by read_config, never changed afterwards.
#pragma once

#include <chrono>
#include <compare>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "storage/model/policy.h"
#include "storage/model/service.h"

namespace noticed {

/// Where in which file something stands; line 0: the file as a whole.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
};

/// What is wrong with a configuration, for people.
struct Fault {
  Location at;
  std::string message;
  bool warning = false;
};
/// "FILE:LINE:COL: message".
std::string to_text(const Fault& fault);

struct AccountConfig {
  std::string name;
  std::string region;
  std::filesystem::path token_file;
  std::map<Service, std::string> endpoints;  // "https://host[:port]", without a slash at the end
  Location at;
};

struct ResourceConfig {
  std::string account;
  Service service{};
  std::string id;
  std::string project_id;
  std::string name;
  std::chrono::seconds interval{0};
  SectionMask sections = 0;
  std::map<std::string, std::string> labels;
  Location at;
};

struct DestinationConfig {
  std::string name;
  std::filesystem::path url_file;
  Location at;
};

struct SinkConfig {
  std::string name;
  std::string type;
  std::string url;  // empty: in url_file
  std::filesystem::path url_file;
  std::filesystem::path secret_file;
  Route route;
  std::chrono::seconds max_age{std::chrono::hours{72}};
  bool allow_plain = false;
  Location at;
};

enum class LogFormat : std::uint8_t { text, json };

struct Config {
  std::filesystem::path file;
  std::string log_level = "info";
  LogFormat log_format = LogFormat::text;
  std::string time_zone;  // empty: the system's
  std::filesystem::path database = "/var/lib/noticed/noticed.db";
  std::filesystem::path ca_file;
  std::chrono::seconds interval{300};
  std::chrono::milliseconds timeout{10'000};
  unsigned concurrency = 64;
  std::vector<std::string> told_by{"email", "wecom", "dingtalk", "feishu", "webhook"};
  std::vector<std::string> failure_events{"buildJobFail", "pipelineRun.failed", "codeGateFailed"};
  std::vector<AccountConfig> accounts;
  std::vector<ResourceConfig> resources;
  std::vector<DestinationConfig> destinations;
  std::vector<SinkConfig> sinks;
};

struct ConfigResult {
  Config config;
  std::vector<Fault> faults;  // in the order of files and lines; the config is usable if none is more than a warning
  bool usable() const;
};

/// Reads a file and conf.d/*.toml beside it. Never throws for what a file can hold.
ConfigResult read_config(const std::filesystem::path& file);

}  // namespace noticed
