#!/bin/sh
# Compile the .in files into locks with hashes, for Linux and Windows at once. No address gets into them.
set -eu
cd "$(dirname "$0")/.."
uv=$(mktemp -d)
trap 'rm -rf "$uv"' EXIT
.venv/bin/python -m venv "$uv"
"$uv/bin/python" -m pip install -q --disable-pip-version-check uv
lock() {
    "$uv/bin/uv" pip compile -q --no-config --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links "$@"
}
lock requirements-dev.in -o requirements.lock
lock requirements-installer.in -o requirements-installer.lock
