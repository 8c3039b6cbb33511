#!/bin/sh
# Checks and builds a change, and writes to disclosure.md what it makes public: ci/review.sh BASE
set -eu
PATH="$PWD/promulgate-bin:$PATH"
promulgate check
promulgate build
promulgate diff "$1" HEAD --format markdown > disclosure.md
