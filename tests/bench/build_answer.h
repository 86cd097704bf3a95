// The documented answer about a build job. Pure.
#pragma once

#include <string>

#include "codearts/defaults.h"

namespace noticed::bench {

/// `flag`: whether a failed build is told by mail; any JSON, for a server that fills it in.
inline std::string build_answer(const codearts::Json& flag) {
  codearts::Json answer = codearts::default_answer(codearts::Service::build, 0, "48c66c6002964721be537cdc6ce0297b");
  answer["result"][0]["enable_map"]["buildJobFail"] = flag;
  return answer.dump();
}

}  // namespace noticed::bench
