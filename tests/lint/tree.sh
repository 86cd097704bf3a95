# Sourced by every rule: which files there are, and their code without comments. The working directory is the tree's top.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# tree_files: every file of the project, one a line; what is built or ignored is none of it.
tree_files() {
  if [[ "$(git rev-parse --show-toplevel 2>/dev/null)" == "$PWD" ]]; then
    git ls-files --cached --others --exclude-standard | sort -u | while IFS= read -r file; do
      if [[ -f "$file" ]]; then printf '%s\n' "$file"; fi
    done
  else
    find . \( -path ./build -o -path ./.git -o -path ./node_modules \) -prune -o -type f -print | sed 's|^\./||' | sort
  fi
}

# cpp_files [FOLDER…]: C++ sources and headers, below these folders if any are named.
cpp_files() {
  local folders
  folders=$(IFS='|'; printf '%s' "$*")
  tree_files | grep -E "^(${folders:-[^/]+})/" | grep -E '\.(cpp|h)$' || true
}

# shell_files: scripts by name or by first line.
shell_files() {
  tree_files | xargs -r -d '\n' perl -e '
    for my $path (@ARGV) {
      open(my $file, "<", $path) or next;
      print "$path\n" if $path =~ /\.sh$/ || (<$file> // "") =~ /^#!.*\b(ba)?sh\b/;
    }'
}

# code [--strings]: reads file names, prints "FILE:LINE:TEXT" of their code; comments are blank, strings too unless asked for.
code() { xargs -r -d '\n' perl "$here/code.pl" "$@"; }

# excused RULE: drops "FILE:LINE:TEXT" below tests/ where that line, or the one above, says "// lint: RULE: why".
excused() {
  perl -ne '
    BEGIN { $rule = shift @ARGV; @ARGV = () }
    my ($path, $number) = /^([^:]+):([0-9]+):/ or next;
    if ($path =~ m{^tests/} && open(my $file, "<", $path)) {
      my @rows = <$file>;
      my @near = @rows[($number > 1 ? $number - 2 : 0) .. $number - 1];
      next if grep { m{//\s*lint: \Q$rule\E: \S.{8,}} } @near;
    }
    print;' "$1"
}

# report MESSAGE: turns "FILE:LINE:TEXT" into complaints; fails if there were any.
report() {
  awk -v message="$1" -F: '
    { text = substr($0, length($1) + length($2) + 3); sub(/^ +/, "", text)
      print $1 ":" $2 ": " message ": " text; found = 1 }
    END { exit found }'
}
