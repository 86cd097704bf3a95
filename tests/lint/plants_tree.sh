# Sourced by self_test.sh: violations of the rules about files and words, and files that only resemble them.

for word in TODO FIXME XXX; do
  put storage/a.sql <<<"-- $word: later"
  caught unfinished storage/a.sql
done
put tests/a_test.cpp <<<'TEST(Outbox, DISABLED_Crash) {}'
caught unfinished tests/a_test.cpp
put tests/a_test.cpp <<<'if (x) GTEST_SKIP() << "no";'
caught unfinished tests/a_test.cpp
put tests/a_test.cpp <<'E'
// lint: skip: only root can give a file away
if (x) GTEST_SKIP() << "no";
const char* name = "/tmp/noticed-XXXXXX";
E
quiet unfinished

seq 501 | put daemon/a.cpp
caught size daemon/a.cpp
seq 500 | put daemon/a.cpp
quiet size
seq 900 | put tests/a.json
quiet size

rm pollers/README.md
: >pollers/a.cpp
caught readmes pollers/README.md
rm README.md
caught readmes README.md
seq 200 | put systemd/README.md
caught readmes systemd/README.md

put daemon/README.md <<<'See [there](gone.md).'
caught links daemon/README.md
put README.md <<<'See [there](daemon/README.md#nowhere).'
caught links README.md
put tests/README.md <<<'See [that](../daemon/README.md#b) and [this](#here). '
caught links tests/README.md
put tests/README.md <<'E'
# Right here, too

See [that](../daemon/README.md#b), [this](#right-here-too), [mail](mailto:a@example.org).

    ```
    [code](no-link.md)
    ```
E
quiet links

: >notes.txt
caught top_level notes.txt
put tools/a.sh <<<'echo'
caught top_level tools
put .editorconfig <<<'root = true'
quiet top_level

put tests/a.sh <<<'if true; then echo'
caught shell tests/a.sh
put systemd/postinst <<'E'
#!/bin/sh
for x in; done
E
caught shell systemd/postinst
chmod -x dev
caught shell dev
put tests/a.sh <<<'if true; then echo; fi'
quiet shell

: >daemon/cli/a.cpp
: >tests/a.h
caught one_name tests/a.h
: >tests/a.sh
: >tests/bench/a.sh
caught one_name tests/bench/a.sh
: >daemon/cli/a.cpp
: >daemon/cli/a.h
: >tests/a.sh
quiet one_name
