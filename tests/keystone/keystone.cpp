#include "keystone/keystone.h"
#include "tests/support/file_text.h"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdlib>
#include <stdexcept>

namespace noticed::test {
namespace {

constexpr const char* kManage = "/usr/bin/keystone-manage";
constexpr const char* kServer = "/usr/bin/keystone-wsgi-public";

/// A port that nobody listens on just now.
std::uint16_t free_port() {
  using Tcp = boost::asio::ip::tcp;
  boost::asio::io_context io;
  const Tcp::acceptor acceptor(io, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

}  // namespace

bool Keystone::installed() { return std::filesystem::exists(kManage) && std::filesystem::exists(kServer); }

Keystone::Keystone() : port_(free_port()) {
  const std::string here = dir_.path().string();
  std::filesystem::create_directory(dir_.path() / "log");
  dir_.write("keystone.conf", "[DEFAULT]\nuse_stderr = false\nlog_dir = " + here + "/log\n" +
                                  "[database]\nconnection = sqlite:///" + here + "/keystone.db\n" +
                                  "[fernet_tokens]\nkey_repository = " + here + "/fernet\n" +
                                  "[credential]\nkey_repository = " + here + "/credential\n" +
                                  "[token]\nprovider = fernet\nexpiration = 60\n");
  const std::string owner = ::geteuid() == 0 ? " --keystone-user root --keystone-group root" : "";
  manage("db_sync");
  manage("fernet_setup" + owner);
  manage("credential_setup" + owner);
  manage("bootstrap --bootstrap-password '" + password_ + "'");
  const std::vector<std::string> server{
      "/usr/bin/env",       "OS_KEYSTONE_CONFIG_DIR=" + here, kServer, "--host", "127.0.0.1", "--port",
      std::to_string(port_)};
  server_ = std::make_unique<bench::ChildProcess>(server, dir_.path() / "server.log");
}

std::string Keystone::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

void Keystone::manage(const std::string& arguments) const {
  const std::string log = (dir_.path() / "manage.log").string();
  std::string command = kManage;
  command.append(" --config-file ").append((dir_.path() / "keystone.conf").string()).append(" ").append(arguments);
  command.append(" >").append(log).append(" 2>&1");
  if (std::system(command.c_str()) == 0) return;
  throw std::runtime_error("keystone-manage " + arguments + ": " + read_file(log));
}

}  // namespace noticed::test
