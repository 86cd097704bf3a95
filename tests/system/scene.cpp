#include "system/scene.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "storage/model/clock.h"

extern char** environ;

namespace noticed::test {

namespace fs = std::filesystem;

bool eventually(const std::function<bool()>& condition, std::chrono::seconds deadline) {
  const SystemClock clock;
  const auto end = clock.steady() + deadline;
  while (!condition()) {
    if (clock.steady() > end) return false;
    ::poll(nullptr, 0, 20);
  }
  return true;
}

void write_file(const fs::path& path, const std::string& content) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << content;
}

/// Of this build, unless the environment names another: one with sanitizers is tried by tests without.
std::string daemon_program() {
  const char* named = std::getenv("NOTICED_BINARY");
  return named == nullptr ? NOTICED_BINARY : named;
}

namespace {

pid_t spawn(const std::vector<std::string>& arguments, const fs::path& output) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0640);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);  // sockets of the cloud and of other scenes
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + arguments.front());
  return pid;
}

int status_of(int wait_status) { return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -WTERMSIG(wait_status); }

}  // namespace

int run_program(const std::vector<std::string>& arguments, std::string* output) {
  char name[] = "/tmp/noticed-output-XXXXXX";
  ::close(::mkstemp(name));
  const pid_t pid = spawn(arguments, name);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (output != nullptr) *output = read_file(name);
  fs::remove(name);
  return status_of(status);
}

DaemonProcess::DaemonProcess(const std::vector<std::string>& arguments, const fs::path& log)
    : pid_(spawn(arguments, log)) {}

DaemonProcess::~DaemonProcess() {
  if (pid_ < 0) return;
  signal(SIGKILL);
  wait();
}

void DaemonProcess::signal(int number) const {
  if (pid_ > 0) ::kill(pid_, number);
}

int DaemonProcess::wait() {
  if (pid_ < 0) return status_;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  status_ = status_of(status);
  return status_;
}

bool DaemonProcess::running() {
  if (pid_ < 0) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == 0) return true;
  pid_ = -1;
  status_ = status_of(status);
  return false;
}

Scene::Scene(SceneOptions options) : options_(std::move(options)) {
  fs::create_directory(dir_ / "credentials");
  credential("token", "t1\n");
  credential("secret", kSecret);
  if (!options_.cloud.contains("generate"))
    options_.cloud["generate"] = {{"build", 100}, {"pipeline", 100}, {"check", 100}, {"repo", 100}};
  codearts::ServerOptions cloud;
  cloud.state = options_.cloud;
  cloud_ = std::make_unique<codearts::Server>(cloud);
  receiver::Options receiver;
  receiver.secrets = {kSecret};
  receiver_ = std::make_unique<receiver::Receiver>(receiver);
}

Scene::~Scene() = default;

std::string Scene::watch(codearts::Service service, std::uint64_t index, const std::string& extra) {
  static const char* const kNames[] = {"build", "pipeline", "check", "repo"};
  const std::string name = kNames[static_cast<int>(service)];
  std::string id = codearts::generated_id(service, index);
  resources_ += "[[resource]]\nservice = \"" + name + "\"\nid = \"" + id + "\"\nname = \"" + name + "-" +
                std::to_string(index) + "\"\n";
  if (service == codearts::Service::pipeline)
    resources_ += "project_id = \"" + std::string(codearts::kGeneratedProject) + "\"\n";
  resources_ += extra + "\n";
  return id;
}

void Scene::watch_all(std::uint64_t index) {
  for (const auto service :
       {codearts::Service::build, codearts::Service::pipeline, codearts::Service::check, codearts::Service::repo})
    watch(service, index);
}

void Scene::write() const {
  const std::string url = cloud_->url();
  std::string text = "[daemon]\ntime_zone = \"UTC\"\nlisten = \"" + options_.listen + "\"\n" + options_.daemon_extra;
  text += options_.json_log ? "log_format = \"json\"\n" : "";
  text += "[storage]\npath = \"" + database().string() + "\"\n" + options_.storage_extra;
  text += "[polling]\ninterval = \"" + options_.interval + "\"\ntimeout = \"" + options_.timeout + "\"\n" +
          options_.polling_extra;
  text += "[[account]]\nname = \"prod\"\nregion = \"ap-southeast-3\"\n" + options_.auth + "\nrate_limit = \"" +
          options_.rate_limit + "\"\nendpoints = { ";
  for (const auto* service : {"build", "pipeline", "check", "repo", "project", "iam", "metadata"})
    text += (service == std::string_view("build") ? "" : ", ") + (std::string(service) + " = \"") + url + "\"";
  text += " }\n";
  text += "[[sink]]\nname = \"ops\"\ntype = \"webhook\"\nurl = \"" + receiver_->url() +
          "\"\nsecret_file = \"secret\"\n" + options_.sink_extra + "\n";
  write_file(config(), text + options_.extra + resources_);
}

void Scene::start(const std::vector<std::string>& arguments) {
  std::vector<std::string> all = wrapper_;
  all.insert(all.end(), {daemon_program(), "run", "--config", config().string()});
  all.insert(all.end(), arguments.begin(), arguments.end());
  daemon_ = std::make_unique<DaemonProcess>(all, dir_ / "log");
}

void Scene::credential(const std::string& name, const std::string& content) const {
  write_file(dir_ / "credentials" / (name + ".new"), content);
  fs::permissions(dir_ / "credentials" / (name + ".new"), fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(dir_ / "credentials" / (name + ".new"), dir_ / "credentials" / name);
}

long Scene::events(const std::string& type) const {
  return count("SELECT count(*) FROM events WHERE type = 'noticed." + type + "'");
}

bool Scene::until_events(const std::string& type, long wanted) const {
  return eventually([&] { return events(type) == wanted; });
}

int Scene::stop() {
  daemon_->signal(SIGTERM);
  const int status = daemon_->wait();
  daemon_.reset();
  return status;
}

void Scene::kill_hard() {
  daemon_->signal(SIGKILL);
  daemon_->wait();
  daemon_.reset();
}

bool Scene::first_sight(std::chrono::seconds deadline) {
  return until_count("SELECT count(*) FROM events WHERE type = 'noticed.report.posture'", 1, deadline);
}

std::vector<Row> query_database(const fs::path& database, const std::string& sql) {
  std::vector<Row> rows;
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(database.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_busy_timeout(db, 5000);
  sqlite3_stmt* statement = nullptr;
  if (opened == SQLITE_OK && sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK) {
    while (sqlite3_step(statement) == SQLITE_ROW) {
      Row row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        row.emplace_back(text == nullptr ? "NULL" : text);
      }
      rows.push_back(std::move(row));
    }
  }
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return rows;
}

std::vector<Row> Scene::query(const std::string& sql) const { return query_database(database(), sql); }

long Scene::count(const std::string& sql) const {
  const auto rows = query(sql);
  return rows.empty() || rows.front().empty() ? -1 : std::stol(rows.front().front());
}

bool Scene::until_count(const std::string& sql, long wanted, std::chrono::seconds deadline) const {
  return eventually([&] { return count(sql) == wanted; }, deadline);
}

int Scene::command(std::vector<std::string> arguments, std::string* output) const {
  arguments.insert(arguments.begin(), daemon_program());
  arguments.insert(arguments.end(), {"--config", config().string()});
  return run_program(arguments, output);
}

void Scene::set(codearts::Service service, const std::string& id, const std::string& answer, const std::string& pointer,
                const codearts::Json& value) {
  static const char* const kNames[] = {"build", "pipeline", "check", "repo"};
  codearts::Json edit{{"service", kNames[static_cast<int>(service)]}, {"id", id}, {"answer", answer}};
  if (!pointer.empty()) edit["pointer"] = pointer;
  edit["value"] = value;
  cloud_->control("set", edit);
}

void Scene::fault(const std::string& path, const std::string& kind, codearts::Json parameters) {
  parameters["path"] = path;
  parameters["kind"] = kind;
  cloud_->control("fault", parameters);
}

void Scene::clear_faults() { cloud_->control("fault", codearts::Json::object(), "DELETE"); }

std::string Scene::log() const { return read_file(dir_ / "log"); }

}  // namespace noticed::test
