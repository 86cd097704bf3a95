// The configuration as values, after all checks. Created by read_config, immutable afterwards.
#pragma once

#include <chrono>
#include <compare>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/sink_type.h"
#include "storage/model/discover_rule.h"
#include "storage/model/policy.h"
#include "storage/model/service.h"
#include "storage/model/wording/language.h"

namespace noticed {

/// A position in a file; line 0: the whole file.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
};

/// A check_error does not stop the daemon: `check` fails, `run` and a reload continue with a warning.
enum class FaultLevel : std::uint8_t { error, check_error, warning };

/// An error or warning about a configuration, for people.
struct Fault {
  Location at;
  std::string message;
  FaultLevel level = FaultLevel::error;
};
/// "FILE:LINE:COL: message", as `check` prints it; warnings have "warning: " before the message.
std::string to_text(const Fault& fault);
/// The same as `run` and a reload print it, where a check_error is a warning.
std::string to_run_text(const Fault& fault);

/// Proxy and TLS settings. Already merged: what an account or a sink does not set comes from [network].
struct NetworkConfig {
  std::string proxy;                      // "http://host:port" or https, without a slash at the end; empty: none
  std::filesystem::path proxy_auth_file;  // holds "user:password"; empty: none
  std::vector<std::string> no_proxy;      // hosts and domains reached directly, in libcurl's syntax
  std::filesystem::path ca_file;          // empty: the system's
  friend bool operator==(const NetworkConfig&, const NetworkConfig&) = default;
};

/// An account's authentication method.
enum class AuthKind : std::uint8_t { aksk, agency, iam, token };
std::string_view to_text(AuthKind kind);

struct AccountConfig {
  std::string name;
  std::string region;
  AuthKind auth = AuthKind::token;
  // Files and names are empty if this authentication method does not use them.
  std::filesystem::path access_key_file, secret_key_file, security_token_file;  // aksk; the last may be empty
  std::string project_id;                                                       // aksk, agency: IAM's, may be empty
  std::string user, domain, project;    // iam; project: a region's name or an id
  std::filesystem::path password_file;  // iam
  std::filesystem::path token_file;     // token
  // Endpoints are "https://host[:port]", without a trailing slash.
  std::map<Service, std::string> endpoints;
  std::string project_endpoint;      // ProjectMan, which lists projects; empty: not documented for the region
  std::string iam_endpoint;          // never empty
  std::string metadata_endpoint;     // where a server requests its agency's keys; never empty
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

/// When a sink gets its report: "mon 09:00", or "09:00" every day; in the time zone of [daemon].
struct ReportTime {
  std::optional<unsigned> weekday;  // 0 is Sunday; nullopt: every day
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
  // For chats only:
  std::string keyword;                                    // a word that the chat requires in every message; empty: none
  std::chrono::milliseconds group_wait{10'000};           // a group of events is sent after so long without a new one
  std::chrono::milliseconds group_max{300'000};           // or after its first event waited so long
  std::map<Severity, std::vector<std::string>> mentions;  // mentioned for this severity or a higher one
  Language language = Language::en;
  std::optional<ReportTime> report;
  std::chrono::seconds max_age{std::chrono::hours{72}};
  bool allow_plain = false;
  NetworkConfig network;
  Location at;
};

/// The heartbeat (dead man's switch): the receiver raises an alarm when the requests stop.
struct HeartbeatConfig {
  std::filesystem::path url_file;  // the URL is a secret; empty: no heartbeat
  std::chrono::milliseconds every{60'000};
};

enum class LogFormat : std::uint8_t { text, json, journal };

struct Config {
  std::filesystem::path file;
  std::string listen = "127.0.0.1:9184";  // metrics, health, status page: see parse_listen; empty: off
  bool status_page = false;
  HeartbeatConfig heartbeat;
  std::string log_level = "info";
  LogFormat log_format = LogFormat::text;
  std::string time_zone;  // empty: the system's
  std::filesystem::path database = "/var/lib/noticed/noticed.db";
  std::optional<std::chrono::milliseconds> keep;  // retention time; nullopt: forever
  NetworkConfig network;                          // [network]: for everything but accounts and sinks
  std::chrono::seconds interval{300};
  std::chrono::milliseconds timeout{10'000};
  unsigned concurrency = 64;
  unsigned fail_after = 3;  // consecutive failed polls before an event
  unsigned gone_after = 3;  // consecutive 404s before a resource counts as gone
  std::vector<std::string> notify_channels{"email", "wecom", "dingtalk", "feishu", "webhook"};
  std::vector<std::string> failure_events = usual_failure_events();
  std::vector<AccountConfig> accounts;
  std::vector<ResourceConfig> resources;
  std::vector<DiscoverConfig> discovers;
  std::vector<DestinationConfig> destinations;
  std::vector<SinkConfig> sinks;
  /// The files' content as flat keys, to compare configurations: "polling.interval" -> "5m", "account.prod.region",
  /// "discover.1.projects" -> "[\"*\"]". Of resources only their number. No secrets; empty if the configuration is not
  /// usable.
  std::map<std::string, std::string> facts;
};

struct ConfigResult {
  Config config;
  std::vector<Fault> faults;  // in the order of files and lines
  /// No error: the daemon can run with it.
  bool usable() const;
  /// Neither an error nor a check_error: `check` succeeds.
  bool passes_check() const;
};

/// Reads a file and conf.d/*.toml next to it; `types`: the sink types it may name. Never throws because of a file's
/// content.
ConfigResult read_config(const std::filesystem::path& file, SinkTypes types);

}  // namespace noticed
