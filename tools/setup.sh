#!/bin/sh
# Make .venv agree with requirements.lock and see that Qt finds its system libraries.
# Silent when there is nothing to do. `--window` also asks for what a visible window needs.
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
PYTHON=${PYTHON:-python3}
QT="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
WINDOW="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0
        libxcb-xkb1 libxkbcommon-x11-0"

fail() {
    echo "$1" >&2
    exit 1
}

# Install Debian packages if we may, else say the exact line and stop.
packages() {
    if command -v apt-get >/dev/null 2>&1; then
        if [ "$(id -u)" = 0 ]; then
            as_root=
        elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        else
            fail "System libraries are missing. Install them and repeat:
  sudo apt-get install --no-install-recommends $(echo "$@")"
        fi
        echo "Installing system packages: $(echo "$@")"
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        fail "System libraries are missing. This system has no apt-get; install what Debian calls: $(echo "$@")"
    fi
}

python_is_new_enough() {
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

make_venv() {
    [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip' 2>/dev/null && return
    command -v "$PYTHON" >/dev/null 2>&1 || packages python3 python3-venv
    python_is_new_enough || fail "Python 3.11 or newer is needed; point PYTHON at one: make setup PYTHON=python3.12"
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || packages python3-venv
    echo "Making $VENV"
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV"
}

fill_venv() {
    stamp="$VENV/.installed"
    wanted=$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    echo "Installing the locked packages"
    "$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
    "$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    echo "$wanted" >"$stamp"
}

qt_loads() {
    "$VENV/bin/python" -c 'import PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport' 2>/dev/null
}

window_loads() {
    plugin=$("$VENV/bin/python" -c \
        'import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so")')
    ! ldd "$plugin" | grep -q 'not found'
}

make_venv
fill_venv
[ "$(uname -s)" = Linux ] || exit 0
# shellcheck disable=SC2086 # the lists are meant to be split
qt_loads || packages $QT
if [ "${1:-}" = --window ]; then
    # shellcheck disable=SC2086
    window_loads || packages $WINDOW
fi
