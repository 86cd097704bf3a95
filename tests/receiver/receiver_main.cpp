// webhook-receiver: prints each alert as it arrives.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "receiver/alert.h"
#include "receiver/receiver.h"
#include "support/command_line.h"

namespace {

struct Arguments {
  receiver::Options receiver;
  std::string port_file;
  std::string secret_file;
  std::string log;
};

void declare(noticed::test::CommandLine& line, Arguments& arguments) {
  line.number<std::uint16_t>("--port", arguments.receiver.port, "port on 127.0.0.1; 0: any free one", 0, 65'535);
  line.text("--port-file", arguments.port_file, "file to write the port to");
  line.file("--secret-file", arguments.secret_file, "secrets of the signatures, one a line");
  line.text("--log", arguments.log, "file to append each delivery to, one JSON object a line");
}

std::vector<std::string> read_secrets(const std::string& path) {
  std::vector<std::string> secrets;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (!line.empty() && line.front() != '#') secrets.push_back(line);
  }
  return secrets;
}

// Renamed into place: whoever waits for the file never reads half a number.
void write_port(const std::string& path, std::uint16_t port) {
  const std::string unfinished = path + ".new";
  std::ofstream file(unfinished);
  file << port << '\n';
  file.close();
  if (!file) throw std::runtime_error("cannot write " + unfinished);
  std::filesystem::rename(unfinished, path);
}

// Blocked before the receiver's thread starts, which inherits it: only sigwait() sees them.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void run(Arguments& arguments) {
  if (!arguments.secret_file.empty()) arguments.receiver.secrets = read_secrets(arguments.secret_file);
  std::ofstream log;
  if (!arguments.log.empty()) log.open(arguments.log, std::ios::app);
  if (!arguments.log.empty() && !log) throw std::runtime_error("cannot write " + arguments.log);
  const bool colours = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  // Printed before it is logged: once the log has the line, the alert has been shown.
  arguments.receiver.on_delivery = [&](const receiver::Delivery& delivery) {
    std::cout << receiver::describe(delivery, colours) << std::flush;
    if (log.is_open()) log << receiver::record(delivery) << std::flush;
  };
  const sigset_t signals = block_stop_signals();
  const receiver::Receiver receiver(arguments.receiver);
  if (arguments.port_file.empty())
    std::cout << "webhook-receiver listening on " << receiver.url() << std::endl;
  else
    write_port(arguments.port_file, receiver.port());
  int signal = 0;
  sigwait(&signals, &signal);
}

}  // namespace

int main(int argc, char** argv) {
  noticed::test::CommandLine line("Receives webhooks on loopback, checks their signatures and prints them");
  Arguments arguments;
  declare(line, arguments);
  line.parse(argc, argv);
  try {
    run(arguments);
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "webhook-receiver: " << problem.what() << '\n';
    return 1;
  }
}
