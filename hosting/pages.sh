#!/bin/sh
# One pass over a site whose database and pages live in git: pages.sh REMOTE, in the folder of its feeds.json.
# data/ and public/ are branches of one commit each, tagwire-data and tagwire-public. Only what differs is sent.
set -eu
remote=$1
umask 077
export PATH="$PWD/node_modules/.bin:$PATH"
export GIT_AUTHOR_NAME=tagwire GIT_AUTHOR_EMAIL=tagwire@localhost GIT_COMMITTER_NAME=tagwire GIT_COMMITTER_EMAIL=tagwire@localhost

in_git() { # NAME COMMAND...: git over the folder of that name, with its own files beside it
  name=$1
  shift
  git --git-dir=".git-$name" --work-tree="$name" "$@"
}

bring() { # NAME: the folder as the last pass left it; empty before the first one
  mkdir -p "$1"
  in_git "$1" init -q
  in_git "$1" config gc.auto 0
  found=0
  git ls-remote --exit-code --heads "$remote" "tagwire-$1" >/dev/null || found=$?
  [ "$found" -ne 2 ] || return 0 # no such branch; any other failure is one
  in_git "$1" fetch -q --depth 1 "$remote" "tagwire-$1"
  in_git "$1" reset -q --hard FETCH_HEAD
}

keep() { # NAME: what differs goes to its branch
  before=$(in_git "$1" rev-parse -q --verify FETCH_HEAD || true)
  in_git "$1" add -A
  if [ "$1" = public ]; then # GitHub would leave out files otherwise
    in_git "$1" update-index --add --cacheinfo "100644,$(in_git "$1" hash-object -w --stdin </dev/null),.nojekyll"
  fi
  tree=$(in_git "$1" write-tree)
  if [ -n "$before" ] && [ "$tree" = "$(in_git "$1" rev-parse "$before^{tree}")" ]; then return 0; fi
  commit=$(in_git "$1" commit-tree "$tree" -m "tagwire: $1")
  in_git "$1" push -q --force-with-lease="tagwire-$1:$before" "$remote" "$commit:refs/heads/tagwire-$1"
}

bring data
bring public
code=0
tagwire run || code=$?
[ "$code" -le 1 ] || exit "$code" # a mistake in feeds.json, or the pass was stopped
keep data
keep public
exit "$code"
