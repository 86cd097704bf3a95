// The configuration as values, after every check. Made by read_config, never changed afterwards.
#pragma once

#include <chrono>
#include <compare>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/message/language.h"
#include "storage/model/discover_rule.h"
#include "storage/model/policy.h"
#include "storage/model/service.h"

namespace noticed {

/// Where in which file something stands; line 0: the file as a whole.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
};

/// What a fault means. A check_error does not keep the daemon from running: `check` does not pass, `run` and a reload
/// go on and warn of it.
enum class FaultLevel : std::uint8_t { error, check_error, warning };

/// What is wrong with a configuration, for people.
struct Fault {
  Location at;
  std::string message;
  FaultLevel level = FaultLevel::error;
};
/// "FILE:LINE:COL: message", as `check` prints it; with "warning: " before the message of a warning.
std::string to_text(const Fault& fault);
/// The same as `run` and a reload print it: for them a check_error is a warning.
std::string to_run_text(const Fault& fault);

/// By what way requests leave, and whom they trust. Merged already: what an account or a sink does not set itself is
/// what [network] says.
struct NetworkConfig {
  std::string proxy;                      // "http://host:port" or https, without a slash at the end; empty: none
  std::filesystem::path proxy_auth_file;  // holds "user:password"; empty: none
  std::vector<std::string> no_proxy;      // hosts and domains reached directly, as libcurl reads them
  std::filesystem::path ca_file;          // empty: the system's
  friend bool operator==(const NetworkConfig&, const NetworkConfig&) = default;
};

/// How an account proves who it is.
enum class AuthKind : std::uint8_t { aksk, agency, iam, token };
std::string_view to_text(AuthKind kind);

struct AccountConfig {
  std::string name;
  std::string region;
  AuthKind auth = AuthKind::token;
  // Files are empty, as are names, where the kind of sign-in has none such.
  std::filesystem::path access_key_file, secret_key_file, security_token_file;  // aksk; the last may be empty
  std::string project_id;                                                       // aksk, agency: IAM's, may be empty
  std::string user, domain, project;    // iam; project: a region's name or an id
  std::filesystem::path password_file;  // iam
  std::filesystem::path token_file;     // token
  // All endpoints are "https://host[:port]", without a slash at the end.
  std::map<Service, std::string> endpoints;
  std::string project_endpoint;      // ProjectMan, which lists projects; empty: none is documented for the region
  std::string iam_endpoint;          // never empty
  std::string metadata_endpoint;     // where a server asks for its agency's keys; never empty
  std::optional<double> rate_limit;  // requests a second, above zero
  NetworkConfig network;
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

struct DiscoverConfig {
  DiscoverRule rule;  // complete: account, interval and sections are filled in
  Location at;
};

struct DestinationConfig {
  std::string name;
  std::filesystem::path url_file;
  Location at;
};

/// When a sink gets its report: "mon 09:00", or "09:00" for every day; in the time zone of [daemon].
struct ReportTime {
  std::optional<unsigned> weekday;  // 0 is Sunday; nothing: every day
  unsigned minute = 0;              // of the day
  friend bool operator==(const ReportTime&, const ReportTime&) = default;
};

struct SinkConfig {
  std::string name;
  std::string type;
  std::string url;  // empty: in url_file
  std::filesystem::path url_file;
  std::filesystem::path secret_file;
  Route route;
  // Of chats only:
  std::string keyword;                                    // a word that the chat wants in every message; empty: none
  std::chrono::milliseconds group_wait{10'000};           // a group of events is told once so long nothing came to it
  std::chrono::milliseconds group_max{300'000};           // or once its first event waited so long
  std::map<Severity, std::vector<std::string>> mentions;  // whom a message of this severity or a worse one calls
  Language language = Language::en;
  std::optional<ReportTime> report;
  std::chrono::seconds max_age{std::chrono::hours{72}};
  bool allow_plain = false;
  NetworkConfig network;
  Location at;
};

/// The dead man's switch: whoever waits at the address is to raise alarm when the requests stay away.
struct HeartbeatConfig {
  std::filesystem::path url_file;  // its address is a secret; empty: none is sent
  std::chrono::milliseconds every{60'000};
};

enum class LogFormat : std::uint8_t { text, json, journal };

struct Config {
  std::filesystem::path file;
  std::string listen = "127.0.0.1:9184";  // metrics, health, status page: what parse_listen takes; empty: off
  bool status_page = false;
  HeartbeatConfig heartbeat;
  std::string log_level = "info";
  LogFormat log_format = LogFormat::text;
  std::string time_zone;  // empty: the system's
  std::filesystem::path database = "/var/lib/noticed/noticed.db";
  std::optional<std::chrono::milliseconds> keep;  // how long history is kept; nothing: forever
  NetworkConfig network;  // what [network] says: for whatever is neither an account's nor a sink's
  std::chrono::seconds interval{300};
  std::chrono::milliseconds timeout{10'000};
  unsigned concurrency = 64;
  unsigned fail_after = 3;  // failed polls in a row before it is an event
  unsigned gone_after = 3;  // 404s in a row before a resource counts as gone
  std::vector<std::string> told_by{"email", "wecom", "dingtalk", "feishu", "webhook"};
  std::vector<std::string> failure_events{"buildJobFail", "pipelineRun.failed", "codeGateFailed"};
  std::vector<AccountConfig> accounts;
  std::vector<ResourceConfig> resources;
  std::vector<DiscoverConfig> discovers;
  std::vector<DestinationConfig> destinations;
  std::vector<SinkConfig> sinks;
  /// What the files say, flat, to tell one configuration from the next: "polling.interval" -> "5m",
  /// "account.prod.region", "discover.1.projects" -> "[\"*\"]". Of resources only their number. Without secrets; empty
  /// where the configuration is not usable.
  std::map<std::string, std::string> facts;
};

struct ConfigResult {
  Config config;
  std::vector<Fault> faults;  // in the order of files and lines
  /// No error: the daemon can run with it.
  bool usable() const;
  /// Neither an error nor a check_error: what `check` calls good.
  bool passes_check() const;
};

/// Reads a file and conf.d/*.toml beside it. Never throws for what a file can hold.
ConfigResult read_config(const std::filesystem::path& file);

}  // namespace noticed
