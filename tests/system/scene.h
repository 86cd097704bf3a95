// A place to run the real daemon in: a directory with configuration, credentials and database, the simulated cloud and
// a webhook receiver on loopback. Everything goes away with the object, the daemon's process included.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "codearts/cloud_service.h"
#include "codearts/server.h"
#include "receiver/receiver.h"
#include "tests/support/file_text.h"
#include "tests/support/temp_dir.h"

namespace noticed::test {

using Row = std::vector<std::string>;

/// Whether `condition` comes true before the deadline; looks every 20 ms.
bool eventually(const std::function<bool()>& condition, std::chrono::seconds deadline = std::chrono::seconds{30});

/// Runs a program, waits for it; standard output and error go to `output`. Returns its exit status.
int run_program(const std::vector<std::string>& arguments, std::string* output = nullptr);

/// The program under test: $NOTICED_BINARY, else the one that was built beside the tests.
std::string daemon_program();

/// The program under test as a child process. Killed hard when destroyed.
class DaemonProcess {
 public:
  DaemonProcess(const std::vector<std::string>& arguments, const std::filesystem::path& log);
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Waits for the end; the exit status, or minus the signal's number.
  int wait();
  bool running();

 private:
  pid_t pid_ = -1;
  int status_ = 0;
};

struct SceneOptions {
  std::string interval = "1s";
  std::string timeout = "2s";  // of one request
  codearts::Json cloud = codearts::Json::object({{"tokens", {"t1"}}});
  std::string auth = "auth = \"token\"";  // and what belongs to it, of the account
  std::string rate_limit = "100000/s";
  std::string extra;  // more of the configuration
  std::string sink_extra;
  bool json_log = false;
  std::string listen;          // disabled, because many daemons run at a time
  std::string daemon_extra;    // more of [daemon]
  std::string storage_extra;   // more of [storage]
  std::string polling_extra;   // more of [polling]
  std::filesystem::path data;  // the folder of the database, from dir() on
};

class Scene {
 public:
  explicit Scene(SceneOptions options = {});
  ~Scene();

  /// Adds a generated resource of the simulated cloud; returns its id. Call write() afterwards.
  std::string watch(codearts::Service service, std::uint64_t index, const std::string& extra = "");
  /// One of each service, number `index`.
  void watch_all(std::uint64_t index);
  void write() const;

  /// A command that starts `noticed run` from now on: {"env", "LD_PRELOAD=…"}; it must exec its arguments.
  void start_by(std::vector<std::string> wrapper) { wrapper_ = std::move(wrapper); }
  /// `noticed run` on this configuration.
  void start(const std::vector<std::string>& arguments = {});
  /// TERM, and the exit status.
  int stop();
  void kill_hard();
  DaemonProcess& daemon() { return *daemon_; }
  bool has_daemon() const { return daemon_ != nullptr; }

  /// Writes a credential file.
  void credential(const std::string& name, const std::string& content) const;
  /// Adds to the configuration; write() comes afterwards.
  void add(const std::string& text) { resources_ += text + "\n"; }
  /// How many events of a type are stored.
  long events(const std::string& type) const;
  bool until_events(const std::string& type, long wanted) const;

  /// Waits until each resource has been polled, and the posture message is stored.
  bool first_sight(std::chrono::seconds deadline = std::chrono::seconds{90});

  /// Rows of a query through a read-only connection; empty while there is no database.
  std::vector<Row> query(const std::string& sql) const;
  long count(const std::string& sql) const;
  /// Waits until `sql` yields `wanted`.
  bool until_count(const std::string& sql, long wanted, std::chrono::seconds deadline = std::chrono::seconds{30}) const;

  /// `noticed COMMAND …` on this configuration: exit status and what it printed.
  int command(std::vector<std::string> arguments, std::string* output) const;

  /// One edit of one raw answer in the cloud.
  void set(codearts::Service service, const std::string& id, const std::string& answer, const std::string& pointer,
           const codearts::Json& value);
  void fault(const std::string& path, const std::string& kind, codearts::Json parameters = codearts::Json::object());
  void clear_faults();

  std::filesystem::path dir() const { return dir_; }
  std::filesystem::path database() const { return dir_ / options_.data / "noticed.db"; }
  std::filesystem::path config() const { return dir_ / "noticed.toml"; }
  std::string log() const;
  codearts::Server& cloud() { return *cloud_; }
  receiver::Receiver& receiver() { return *receiver_; }

 private:
  SceneOptions options_;
  TempDir folder_{"/tmp"};  // sockets lie in it: their paths must be short
  const std::filesystem::path& dir_ = folder_.path();
  std::unique_ptr<codearts::Server> cloud_;
  std::unique_ptr<receiver::Receiver> receiver_;
  std::string resources_;
  std::vector<std::string> wrapper_;
  std::unique_ptr<DaemonProcess> daemon_;
};

/// Rows of a query through a read-only connection of its own; empty if there is no such database.
std::vector<Row> query_database(const std::filesystem::path& database, const std::string& sql);

void write_file(const std::filesystem::path& path, const std::string& text);

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

}  // namespace noticed::test
