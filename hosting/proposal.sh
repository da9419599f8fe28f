#!/bin/sh
# What a pull request proposes, as a comment on it: proposal.sh REMOTE REF, in the folder of your feeds.json.
# Ends as tagwire check does. Nothing of the proposal is run: its files are read, symbolic links as text, its sources asked.
set -eu
export PATH="$PWD/node_modules/.bin:$PATH"
here=$(git rev-parse --show-prefix)
since=$(git rev-parse HEAD)
git fetch -q --depth 1 "$1" "$2"
proposed=$(mktemp -d)
trap 'git worktree remove --force "$proposed/site" >/dev/null 2>&1; rm -rf "$proposed"' EXIT
git -c core.symlinks=false worktree add -q --detach "$proposed/site" FETCH_HEAD
cd "$proposed/site/$here"
tagwire check --probe --since "$since" --format markdown --data "$proposed/data"
