#include "codearts/read_request.h"

#include <boost/beast/http/read.hpp>

namespace codearts {

void read_request(boost::asio::ip::tcp::socket& socket, boost::beast::flat_buffer& buffer, RequestParser& parser,
                  std::function<void(boost::system::error_code)> done) {
  boost::beast::http::async_read(
      socket, buffer, parser, [done = std::move(done)](boost::system::error_code error, std::size_t) { done(error); });
}

}  // namespace codearts
