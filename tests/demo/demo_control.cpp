// codearts-control: one request to a server on loopback, for scripts on machines without an HTTP client.
//   codearts-control PORT PATH JSON        posts JSON
//   codearts-control PORT PATH [--delete]  gets, or deletes
// Prints the answer; exit status 0 for 200, 1 for anything else.
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "codearts/test_client.h"

namespace {

using codearts::test::Call;
namespace http = boost::beast::http;

Call call_of(const std::string& path, std::string_view what) {
  if (!what.empty() && what != "--delete") return codearts::test::post(path, codearts::Json::parse(what));
  Call call = codearts::test::get(path, "");
  if (what == "--delete") call.method(http::verb::delete_);
  return call;
}

std::uint16_t port_of(const std::string& text) {
  const unsigned long port = std::stoul(text);
  if (port == 0 || port > 65'535) throw std::out_of_range("no port: " + text);
  return static_cast<std::uint16_t>(port);
}

int run(int argc, char** argv) {
  const auto answer = codearts::test::send(port_of(argv[1]), call_of(argv[2], argc > 3 ? argv[3] : ""));
  if (answer.error) throw std::runtime_error(answer.error.message());
  std::cout << answer.body() << '\n';
  return answer.status() == 200 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::cerr << "usage: codearts-control PORT PATH [JSON | --delete]\n";
    return 64;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    std::cerr << "codearts-control: " << problem.what() << '\n';
    return 1;
  }
}
