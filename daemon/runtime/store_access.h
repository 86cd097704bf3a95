// Asynchronous access to the store from the network thread: submits work, returns its result by a callback. Network
// thread only; never blocks.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "storage/store.h"

namespace noticed {

/// The error text. `error` must hold an std::exception, as everything that the store throws does.
inline std::string what_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  }
}

class StoreAccess {
 public:
  virtual ~StoreAccess() = default;

  /// Runs `work` on the store, then calls `done`, later; an exception thrown by `work` is passed to `done`.
  virtual void run(std::function<void(Store&)> work, std::function<void(std::exception_ptr)> done) = 0;

  /// Queries a value; `done` gets it, or a default one and the error.
  template <typename T>
  void ask(std::function<T(Store&)> question, std::function<void(std::exception_ptr, T)> done) {
    auto answer = std::make_shared<T>();
    run([answer, question = std::move(question)](Store& store) { *answer = question(store); },
        [answer, done = std::move(done)](std::exception_ptr error) { done(error, std::move(*answer)); });
  }
};

}  // namespace noticed
