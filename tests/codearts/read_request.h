// The reading of one HTTP request, compiled once for all servers of the tests.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>

namespace codearts {

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

/// What is given must live until `done` is called, on the socket's executor.
void read_request(boost::asio::ip::tcp::socket& socket, boost::beast::flat_buffer& buffer, RequestParser& parser,
                  std::function<void(boost::system::error_code)> done);

}  // namespace codearts
