// codearts-cloud: the simulated cloud as a program.
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "codearts/server.h"
#include "support/command_line.h"

namespace {

struct Arguments {
  codearts::ServerOptions server;
  std::string state_file;
  std::string port_file;
};

void declare(noticed::test::CommandLine& line, Arguments& arguments) {
  line.number<std::uint16_t>("--port", arguments.server.port, "port on 127.0.0.1; 0: any free one", 0, 65'535);
  line.file("--state", arguments.state_file, "JSON file with tokens and resources");
  line.file("--tls-cert", arguments.server.tls_cert, "certificate chain, PEM; together with --tls-key");
  line.file("--tls-key", arguments.server.tls_key, "private key, PEM");
  line.flag("--gzip", arguments.server.gzip, "compress answers for clients that accept it");
  line.text("--port-file", arguments.port_file, "file to write the port to");
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

// Blocked before the server's thread starts, which inherits it: only sigwait() sees them.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void run(Arguments& arguments) {
  if (!arguments.state_file.empty()) {
    std::ifstream file(arguments.state_file);
    arguments.server.state = codearts::Json::parse(file);
  }
  const sigset_t signals = block_stop_signals();
  const codearts::Server server(arguments.server);
  std::cout << "codearts-cloud listening on " << server.url() << std::endl;
  if (!arguments.port_file.empty()) write_port(arguments.port_file, server.port());
  int signal = 0;
  sigwait(&signals, &signal);
}

}  // namespace

int main(int argc, char** argv) {
  noticed::test::CommandLine line("A simulated CodeArts cloud for tests, demonstrations and benchmarks");
  Arguments arguments;
  declare(line, arguments);
  line.parse(argc, argv);
  try {
    run(arguments);
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "codearts-cloud: " << problem.what() << '\n';
    return 1;
  }
}
