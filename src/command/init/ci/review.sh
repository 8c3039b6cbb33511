#!/bin/sh
# Checks and builds a change, and writes to disclosure.md what it makes public: ci/review.sh BASE
set -eu
PATH="$PWD/promulgate-bin:$PATH"
promulgate check
promulgate build
promulgate diff "$1" HEAD --format markdown > disclosure.md
# Forges take no longer comment.
if [ "$(wc -c < disclosure.md)" -gt 60000 ]; then
    grep '^##' disclosure.md > short.md
    printf '\nThat is more than a comment holds: promulgate diff %s HEAD\n' "$1" >> short.md
    mv short.md disclosure.md
fi
