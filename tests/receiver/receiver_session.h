// One client's connection to the receiver: reads requests and answers them. A session owns itself through its pending
// operations and is gone when they end. Receiver's thread only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <unordered_set>

#include "receiver/delivery_queue.h"

namespace receiver {

class Session;

/// What sessions share; must outlive them.
struct Service {
  std::function<Answer(Delivery)> take;  ///< records one delivery and says how to answer it
  std::unordered_set<Session*> open{};   ///< so that a stopping receiver can end them
};

void serve(boost::asio::ip::tcp::socket socket, Service& service);
void close_all(Service& service);

}  // namespace receiver
