#!/usr/bin/env bash
# asio::detached swallows exceptions: every co_spawn has a handler that looks at std::exception_ptr.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
cpp_files | code | grep -E '\b(asio::|asio/)?detached(_t)?\b' | report "asio::detached"
