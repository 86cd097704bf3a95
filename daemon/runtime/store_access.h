// The way to the store from the network thread: work goes in, and what came of it comes back as a call. Network thread
// only; nothing waits.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "storage/store.h"

namespace noticed {

/// What went wrong, for people. `error` must hold an std::exception, as all that the store throws is.
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

  /// Runs `work` with the store, then `done`, later; an exception of `work` becomes the error that `done` gets.
  virtual void run(std::function<void(Store&)> work, std::function<void(std::exception_ptr)> done) = 0;

  /// Asks for a value; `done` gets it, or a default one and the error.
  template <typename T>
  void ask(std::function<T(Store&)> question, std::function<void(std::exception_ptr, T)> done) {
    auto answer = std::make_shared<T>();
    run([answer, question = std::move(question)](Store& store) { *answer = question(store); },
        [answer, done = std::move(done)](std::exception_ptr error) { done(error, std::move(*answer)); });
  }
};

}  // namespace noticed
