#!/usr/bin/env bash
# The story of one collection, from the first plan to a rollback, in a few seconds.
#
#   examples/demo.sh [PROGRAM]      PROGRAM is plumb unless it is said
#
# Everything happens in a temporary git repository, which is removed at the end. No server is needed:
# the target is one SQLite file. Every command is shown as it is run.
set -euo pipefail

program=$(command -v "${1:-plumb}") || { echo "error: there is no ${1:-plumb}" >&2; exit 1; }
program=$(realpath "$program")
command -v sqlite3 >/dev/null || { echo 'error: the demo needs sqlite3' >&2; exit 1; }
seed=$(cd "$(dirname "$0")/../manifests/demo" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$seed/." "$work"
cd "$work"

# The same on every machine: nobody's connections, cache, colours, git settings or clock.
unset CI PLUMB_CONNECTIONS FORCE_COLOR CLICOLOR_FORCE GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export NO_COLOR=1 PLUMB_CACHE=$work/.cache HOME=$work GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=You GIT_AUTHOR_EMAIL=you@example.org GIT_AUTHOR_DATE='2026-11-21T09:00:00Z'
export GIT_COMMITTER_NAME=You GIT_COMMITTER_EMAIL=you@example.org
export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE

plumb() { "$program" "$@"; }

# What is different in every run, replaced for the eyes of a reader: times, and who ran it.
timeless() {
  sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/<time>/g; s/  by .*$//' | sed "s|$work/|./|g"
}

say() {
  echo
  printf '# %s\n' "$@"
}

# Shows a command, runs it, and expects an exit code.
step() {
  local wanted=$1 code=0
  shift
  printf '\n$ %s\n' "$1"
  { eval "$1" 2>&1 || code=$?; echo "$code" >"$work/.code"; } | timeless
  code=$(cat "$work/.code")
  [ "$code" -eq 0 ] || echo "(exit code $code)"
  [ "$code" -eq "$wanted" ] || { echo "error: expected exit code $wanted" >&2; exit 1; }
}

git init -q -b main .
printf '.cache/\n.code\nplumb.db*\n' >.gitignore
git add . && git commit -q -m 'Serve the handbook of 1 November'

say 'A team searches its handbook by vectors. A file in git says what the collection should hold:'
step 0 'cat handbook.yaml'

say 'A mistake in it is found before anything is contacted, with its place and what was meant.'
step 3 "sed 's/Cosine/cosine/' handbook.yaml | plumb validate -"

say 'What would happen? A plan never writes.'
step 0 'plumb plan handbook.yaml'

say 'Make it so.'
step 0 'plumb apply --yes handbook.yaml | tail -n 1'

say 'A second plan is empty, because the plan looks at what is really there.'
step 0 'plumb plan --detailed-exitcode handbook.yaml'

say 'A new version of the store is published. One line in git changes, and is reviewed with its plan.'
step 0 "sed -i 's/2026-11-01/2026-11-20/' handbook.yaml"
step 0 "git commit -q -a -m 'Serve the handbook of 20 November'"
step 2 'plumb plan --detailed-exitcode handbook.yaml'
step 0 'plumb apply --yes handbook.yaml | tail -n 1'

say 'At night somebody "repairs" the live database by hand: two points and an index are gone.'
step 0 "sqlite3 plumb.db \"DELETE FROM points_1 WHERE content IN (7, 8); DELETE FROM indexes;
    UPDATE collections SET points = points - 2\""
step 2 'plumb drift --detailed-exitcode handbook.yaml'
step 0 'plumb apply --yes handbook.yaml | tail -n 1'

say 'Now a change that no server can make in place: another distance. It is blocked until a person' \
  'approves it.'
step 0 "sed -i 's/Cosine/Dot/' handbook.yaml"
step 0 "git commit -q -a -m 'Compare by dot product'"
step 3 'plumb plan handbook.yaml'

say 'Approved: a new generation is built beside the old one, verified, and swapped in by its alias.'
step 0 'plumb apply --yes --allow-replace handbook.yaml | tail -n 1'
step 0 'git rev-parse HEAD'
step 0 'plumb status handbook.yaml'

say 'The search results got worse. Back at once: only the alias moves, and an apply leaves it there.'
step 0 'plumb rollback handbook.yaml'
step 0 'plumb apply --yes handbook.yaml | tail -n 1'

say 'In the morning the change is taken back in git, and the rollback is over. Nothing is left to do.'
step 0 'git revert --no-edit HEAD >/dev/null'
step 0 'plumb rollback --release handbook.yaml'
step 0 'plumb plan --detailed-exitcode handbook.yaml'

say 'Who did what, and when?'
step 0 'plumb history handbook.yaml'
