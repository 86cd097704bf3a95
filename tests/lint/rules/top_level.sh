#!/usr/bin/env bash
# The top level is fixed: nothing is added to it.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
tree_files | cut -d / -f 1 | sort -u |
  grep -vxE 'CMakeLists\.txt|CMakePresets\.json|daemon|storage|pollers|migrations|systemd|tests|README\.md|LICENSE|CHANGELOG\.md|dev|\..+' |
  sed 's/$/:1:has no place at the top level; see README.md, "Where things are"/' | report "stranger"
