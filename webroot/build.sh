#!/bin/sh
# Builds the dashboard into webroot/dist, only when a source is newer. Maven calls it in generate-resources, inside webroot/.
# Without Node.js a built copy in dist/ is enough. A broken build leaves the old dist/ as it was.
set -u
cd "$(dirname "$0")" || exit 1

built=dist/index.html
temp="dist.new.$$"
old="dist.old.$$"

stale() {
  [ -f "$built" ] || return 0
  [ -n "$(find package.json package-lock.json index.html vite.config.ts tsconfig.json src -newer "$built" ! -name '*.test.ts' ! -name '*.test.tsx' 2>/dev/null | head -n 1)" ]
}

# Node.js 20.19 is the oldest that Vite runs on.
has_node() {
  command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# Runs a command; its output is shown only when it fails.
quietly() {
  log=$("$@" 2>&1) && return 0
  printf '%s\n' "$log" >&2
  echo "The dashboard could not be built: \"$*\" failed in webroot; its output is above." >&2
  return 1
}

stale || exit 0

if ! has_node; then
  if [ -f "$built" ]; then
    echo "warning: webroot/dist is older than its sources, and there is no Node.js 20 with npm to build it again; the old copy is used." >&2
    exit 0
  fi
  echo "The dashboard needs Node.js 20 and npm to be built: apt-get install nodejs npm, or put a built copy into webroot/dist." >&2
  exit 1
fi

# npm writes this file last, so it tells a finished install from a broken one.
if [ ! -f node_modules/.package-lock.json ] || [ -n "$(find package-lock.json -newer node_modules/.package-lock.json)" ]; then
  quietly npm ci --no-audit --no-fund || exit 1
  touch node_modules/.package-lock.json
fi

# The copy gets the time at which its build began: a source that was edited meanwhile stays newer than it.
began="$temp.began"
trap 'rm -rf "$temp" "$began"' EXIT
trap 'exit 130' INT TERM
: > "$began" || exit 1
quietly npm run build -- --outDir "$temp" || exit 1
touch -r "$began" "$temp/index.html"

if [ -e dist ]; then mv dist "$old" || exit 1; fi
mv "$temp" dist || { [ -e "$old" ] && mv "$old" dist; exit 1; }
rm -rf "$old"
