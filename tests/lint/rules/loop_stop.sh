#!/usr/bin/env bash
# io_context::stop() leaves work behind that is destroyed too late: cancel, and let run() return.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
cpp_files | code | grep -E '\b(io|ioc|io_context|io_service)_?(\(\))?\s*(\.|->)\s*stop\s*\(' | report "io_context::stop()"
