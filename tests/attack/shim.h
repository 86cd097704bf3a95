// A library that stands between the daemon and the system, and the plan it follows.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attack/plan.h"

namespace noticed::attack {

class Shim {
 public:
  /// `library`: FAILING_DISK or FAILING_MEMORY. The plan is a file below `home`; only files below `folder` are
  /// affected.
  Shim(std::string library, const std::filesystem::path& home, const std::filesystem::path& folder = {});
  ~Shim();
  Shim(const Shim&) = delete;
  Shim& operator=(const Shim&) = delete;

  /// For Scene::start_by().
  std::vector<std::string> wrapper() const;

  /// From the `first` operation on, counted from the program's start, `times` of them fail.
  void strike(Failure failure, std::uint64_t first, std::uint64_t times);
  /// All from now on.
  void strike_all(Failure failure) { strike(failure, 1, ~std::uint64_t{0}); }
  void heal() { plan_->first = 0; }
  std::uint64_t operations() const { return plan_->operations; }
  std::uint64_t failed() const { return plan_->failed; }

 private:
  std::string library_;
  std::filesystem::path file_;
  Plan* plan_ = nullptr;
};

}  // namespace noticed::attack
