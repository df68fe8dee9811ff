#!/bin/sh
# Checks by hand that closedloop works with a real repository: what the token may read, that the running server accepts a signed
# delivery, and, when asked to, that it takes up the newest failed run. Writes nothing to GitHub itself; the server may, see below.
#
#   GITHUB_TOKEN=… dist/smoke/real-repository.sh OWNER/REPO            look only
#   GITHUB_TOKEN=… dist/smoke/real-repository.sh OWNER/REPO --feed     also feed the newest failed run to the server
#
# Start the server first, with the same token, for a first look with analysis_only in its settings: then nothing is written but a
# comment and a status. GITHUB_API (default https://api.github.com), CLOSEDLOOP (default closedloop beside this script's
# distribution) and CLOSEDLOOP_HOME are respected. Needs curl.
set -eu

usage() {
  echo "usage: GITHUB_TOKEN=... $0 OWNER/REPO [--feed]" >&2
  exit 2
}

repository=${1:-}
feed=${2:-}
printf '%s\n' "$repository" | grep -Eq '^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$' || usage
case $feed in '' | --feed) ;; *) usage ;; esac
[ -n "${GITHUB_TOKEN:-}" ] || usage
api=${GITHUB_API:-https://api.github.com}
closedloop=${CLOSEDLOOP:-$(dirname "$0")/../bin/closedloop}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
problems=0

# Reads $1 into $work/body and prints the HTTP status. The token goes in by standard input, not where ps could show it.
get() {
  printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN" |
    curl --config - --silent --max-time 30 --output "$work/body" --write-out '%{http_code}' \
      --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28' \
      --header 'User-Agent: closedloop-smoke' "$api$1" || true
}

check() { # what the token needs, what for, path
  status=$(get "$3")
  if [ "$status" = 200 ]; then
    echo "ok    $1 ($2)"
  else
    echo "FAIL  $1 ($2): GET $3 answered $status"
    problems=$((problems + 1))
  fi
}

# The first number that the answer gives for a key.
number() {
  grep -o "\"$1\": *[0-9][0-9]*" "$work/body" | head -n 1 | grep -o '[0-9][0-9]*$' || true
}

deliver() { # file, event
  "$closedloop" ingest "$1" --event "$2" || {
    problems=$((problems + 1))
    return 1
  }
}

echo "What the token may read at $api; that it may write, only a repair shows"
check 'Metadata: read' 'the repository' "/repos/$repository"
if grep -q '"push": *true' "$work/body"; then
  echo "ok    the token's owner may push"
else
  echo "note  the token's owner may not push here: re-runs and repairs will be refused by GitHub"
fi
check 'Contents: read' 'what repairs look at' "/repos/$repository/commits?per_page=1"
check 'Pull requests: read' 'comments' "/repos/$repository/pulls?per_page=1"
check 'Actions: read' 'runs, jobs and logs' "/repos/$repository/actions/runs?status=failure&per_page=1"
run=$(number id)
attempt=$(number run_attempt)

echo
echo "Whether the server accepts a signed delivery"
printf '{"zen":"smoke test","repository":{"full_name":"%s"}}' "$repository" >"$work/ping.json"
deliver "$work/ping.json" ping || true

echo
if [ -z "$run" ]; then
  echo "There is no failed run in $repository. Push a branch with a file that its formatter or linter refuses, and open a pull request."
elif [ "$feed" = --feed ]; then
  echo "Feeding run $run, attempt ${attempt:-1}, as if GitHub had just announced it"
  printf '{"action":"completed","repository":{"full_name":"%s"},"workflow_run":{"id":%s,"run_attempt":%s}}' \
    "$repository" "$run" "${attempt:-1}" >"$work/run.json"
  if deliver "$work/run.json" workflow_run; then
    cat <<'END'

Now look at
  - the first page of the server: the incident, which action is planned in which mode, and why
  - the pull request: one comment and one status that keep up with the incident
  - /deliveries of the server: what became of the delivery
A run whose branch has moved on since is diagnosed and then ends as superseded: that is right.
END
  fi
else
  echo "The newest failed run is $run, attempt ${attempt:-1}. Again with --feed, the server takes it up."
fi

[ "$problems" = 0 ] || {
  echo
  echo "$problems check(s) failed."
  exit 1
}
