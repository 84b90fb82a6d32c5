#!/bin/sh
# For any CI system: check.sh [BASE] scans what the commits since BASE add, or all files here.
# Exit code 1: personal data; 3: nothing could be examined, or (--fail-on-incomplete) not all of it.
set -eu
if [ -n "${1:-}" ]; then
  exec piiscan git --range "$1..HEAD" --fail-on-incomplete
fi
exec piiscan scan --fail-on-incomplete .
