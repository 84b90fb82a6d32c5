#!/usr/bin/env bash
# The script part of action.yml: a range where the event has one, else a full scan; exit code as piiscan gives it.
set -uo pipefail

base=${INPUT_BASE:-${EVENT_BASE:-}}
head=${INPUT_HEAD:-${EVENT_HEAD:-}}
mapfile -t paths <<<"${INPUT_PATHS:-.}"
read -ra more <<<"${INPUT_ARGS:-}"

fail() {
  echo "piiscan: $1" >&2
  exit 2
}

if [[ -z $base || $base =~ ^0+$ ]]; then
  # A schedule, a manual run, or the first push of a branch: nothing to compare with.
  scan=(scan)
  last=(-- "${paths[@]}")
else
  head=${head:-HEAD}
  [[ $base != -* && $head != -* ]] || fail "base and head must be commits"
  git cat-file -e "$base^{commit}" 2>/dev/null || fail "commit $base is not here: check out with fetch-depth: 0"
  git cat-file -e "$head^{commit}" 2>/dev/null || fail "commit $head is not here: check out with fetch-depth: 0"
  [[ $(git rev-parse "$base^{commit}") != "$(git rev-parse "$head^{commit}")" ]] ||
    fail "base and head are the same commit: nothing would be scanned"
  scan=(git --range "$base..$head")
  last=()
fi
scan+=(--fail-on "${INPUT_FAIL_ON:-medium}" "${more[@]}")

report=(--output "${INPUT_FORMAT:-github}=${INPUT_OUTPUT:--}")
# Annotations stand beside a report in a file, and a job summary beside both: all from one scan.
[[ -z ${INPUT_OUTPUT:-} || ${INPUT_FORMAT:-github} == github ]] || report+=(--output github=-)
if [[ ${INPUT_SUMMARY:-true} == true && -n ${GITHUB_STEP_SUMMARY:-} ]]; then
  summary=$(mktemp -d)
  report+=(--output "markdown=$summary/summary.md")
fi
code=0
piiscan "${scan[@]}" "${report[@]}" "${last[@]}" || code=$?
if [[ -n ${summary:-} ]]; then
  [[ ! -e $summary/summary.md ]] || cat "$summary/summary.md" >>"$GITHUB_STEP_SUMMARY"
  rm -rf "$summary"
fi
exit "$code"
