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

if [[ ${INPUT_SUMMARY:-true} == true && -n ${GITHUB_STEP_SUMMARY:-} ]]; then
  piiscan "${scan[@]}" --format markdown "${last[@]}" >>"$GITHUB_STEP_SUMMARY"
fi
report=(--format "${INPUT_FORMAT:-github}")
[[ -z ${INPUT_OUTPUT:-} ]] || report+=(--output "$INPUT_OUTPUT")
piiscan "${scan[@]}" "${report[@]}" "${last[@]}"
