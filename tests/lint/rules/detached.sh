#!/usr/bin/env bash
# asio::detached swallows errors: every operation has a handler that looks at its error.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
cpp_files | code | grep -E '\b(asio::|asio/)?detached(_t)?\b' | report "asio::detached"
