// A throw-away OpenStack Keystone on loopback: the identity service whose calls the cloud's IAM has taken over.
// Debian's package python3-keystone, on SQLite, with keys and configuration of its own. Gone with the object.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bench/child_process.h"
#include "support/temp_dir.h"

namespace noticed::test {

class Keystone {
 public:
  /// Whether the package is installed.
  static bool installed();

  /// Takes some ten seconds. Tokens live 60 s. Throws std::runtime_error with what Keystone said.
  Keystone();
  std::string url() const;
  /// Of user "admin" in domain "Default", with project "admin".
  const std::string& password() const { return password_; }
  /// Throws std::runtime_error if it has ended by itself.
  void require_running() { server_->require_running(); }

 private:
  /// Throws std::runtime_error with the end of the log.
  void manage(const std::string& arguments) const;

  TempDir dir_;
  const std::string password_ = "correct horse battery";
  std::uint16_t port_ = 0;
  std::unique_ptr<bench::ChildProcess> server_;
};

}  // namespace noticed::test
