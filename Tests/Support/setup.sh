#!/usr/bin/env bash
# Installs what is missing to build and test, and does nothing when nothing is missing.
#
#   setup.sh build    C libraries and tools, as Debian packages
#   setup.sh demo     the same, and the shell of SQLite, with which the demo damages its database
#   setup.sh bench    build, and the library with which a server of a benchmark speaks HTTP/2
#   setup.sh test     all of that, and a virtual environment with the Python packages of the tests
set -euo pipefail
cd "$(dirname "$0")/../.."

# pkg-config name or command, and the Debian package that has it.
libraries=(
  libcurl:libcurl4-openssl-dev yaml-0.1:libyaml-dev libgit2:libgit2-dev
  sqlite3:libsqlite3-dev libcrypto:libssl-dev libxxhash:libxxhash-dev zlib:zlib1g-dev
  snappy:libsnappy-dev libzstd:libzstd-dev libbrotlidec:libbrotli-dev liblz4:liblz4-dev
)
[ "${1:-build}" = bench ] && libraries+=(libnghttp2:libnghttp2-dev)
commands=(pkg-config:pkg-config git:git)
[ "${1:-build}" != build ] && commands+=(sqlite3:sqlite3)
[ "${1:-build}" = test ] && commands+=(python3:python3)

missing_packages() {
  local pair
  for pair in "${commands[@]}"; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
  done
  # Without pkg-config nobody knows, and installing what is there already does no harm.
  for pair in "${libraries[@]}"; do
    pkg-config --exists "${pair%%:*}" 2>/dev/null || echo "${pair##*:}"
  done
  if [ "${1:-build}" = test ] && ! has_venv; then echo python3-venv; fi
}

has_venv() {
  command -v virtualenv >/dev/null || python3 -c 'import venv, ensurepip' 2>/dev/null
}

install_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages "${1:-build}")
  [ ${#missing[@]} -eq 0 ] && return
  if ! command -v apt-get >/dev/null; then
    echo "error: these are missing, and this machine has no apt-get: ${missing[*]}" >&2
    echo "  hint: install what your system calls them, then run make again" >&2
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "error: these packages are missing: ${missing[*]}" >&2
      echo "  hint: as root: apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "installing ${missing[*]}"
  quietly "${as_root[@]}" apt-get update -q
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Shows what a command printed only when it failed.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm "$log"
    echo "error: this failed: $*" >&2
    exit 1
  fi
  rm "$log"
}

# The stamp holds the requirements that the environment was made for.
install_python_packages() {
  local requirements=Tests/Support/requirements.txt stamp=.venv/requirements.stamp
  grep -q '^[^#]' "$requirements" || return 0
  cmp -s "$requirements" "$stamp" && return
  echo "installing the Python packages of the tests into .venv"
  if [ ! -x .venv/bin/python3 ]; then
    if python3 -c 'import venv, ensurepip' 2>/dev/null; then
      quietly python3 -m venv .venv
    else
      quietly virtualenv -q .venv
    fi
  fi
  quietly .venv/bin/python3 -m pip install -q --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$stamp"
}

if ! command -v swift >/dev/null; then
  echo "error: there is no swift in PATH" >&2
  echo "  hint: Swift 6.2 or newer, from https://www.swift.org/install/linux/" >&2
  exit 1
fi
install_packages "${1:-build}"
if [ "${1:-build}" = test ]; then install_python_packages; fi
