#!/bin/sh
# Prepare this checkout: find Python and the system libraries Qt needs, and build .venv from the hashed lock.
#
#   packaging/setup.sh            both; does nothing, in well under a second, when all is there
#   packaging/setup.sh --system   only the first: what must come from the system's own packages
#   packaging/setup.sh --installer-parts   the tools that build and try the packages for Linux; 1 if one is missing
#   packaging/setup.sh --test-parts   the real parts that tests stand on: Node.js with the packages of
#                                 tests/support, a keyring, a browser; never fails, for the tests that lack
#                                 one are skipped (and fail in the CI)
#
# What is missing from the system is installed where that is allowed (root, with apt-get or dnf); elsewhere
# the one command that does it is printed, and the exit status is 1. PYTHON=/path/to/python chooses the
# interpreter of a .venv that is yet to be built.

set -eu
umask 022
cd "$(dirname "$0")/.."
if ! command -v ldconfig >/dev/null 2>&1; then PATH=$PATH:/usr/sbin:/sbin; fi

LOCK=packaging/locks/dev.txt
VENV=.venv
STAMP=$VENV/ready
PARTS=tests/support
LEAST="3.11"

say() { printf '%s\n' "$*" >&2; }
fail() { say "jotlens: $*"; exit 1; }

# --- what the system must have -----------------------------------------------------------------------
# soname, Debian and Ubuntu packages (the first that exists), Fedora package, and whether Qt needs it to
# start at all ("always") or only to open a window on an X11 display ("window"). The last line is no library:
# without any font Qt draws no text, and says nothing.
libraries() {
  cat <<'TABLE'
libglib-2.0.so.0        libglib2.0-0t64|libglib2.0-0  glib2                always
libgthread-2.0.so.0     libglib2.0-0t64|libglib2.0-0  glib2                always
libGL.so.1              libgl1                        mesa-libGL           always
libEGL.so.1             libegl1                       mesa-libEGL          always
libxkbcommon.so.0       libxkbcommon0                 libxkbcommon         always
libdbus-1.so.3          libdbus-1-3                   dbus-libs            always
libfontconfig.so.1      libfontconfig1                fontconfig           always
libfreetype.so.6        libfreetype6                  freetype             always
libX11-xcb.so.1         libx11-xcb1                   libX11-xcb           window
libX11.so.6             libx11-6                      libX11               window
libxcb.so.1             libxcb1                       libxcb               window
libxcb-cursor.so.0      libxcb-cursor0                xcb-util-cursor      window
libxcb-icccm.so.4       libxcb-icccm4                 xcb-util-wm          window
libxcb-image.so.0       libxcb-image0                 xcb-util-image       window
libxcb-keysyms.so.1     libxcb-keysyms1               xcb-util-keysyms     window
libxcb-randr.so.0       libxcb-randr0                 libxcb               window
libxcb-render.so.0      libxcb-render0                libxcb               window
libxcb-render-util.so.0 libxcb-render-util0           xcb-util-renderutil  window
libxcb-shape.so.0       libxcb-shape0                 libxcb               window
libxcb-shm.so.0         libxcb-shm0                   libxcb               window
libxcb-sync.so.1        libxcb-sync1                  libxcb               window
libxcb-util.so.1        libxcb-util1                  xcb-util             window
libxcb-xfixes.so.0      libxcb-xfixes0                libxcb               window
libxcb-xkb.so.1         libxcb-xkb1                   libxcb               window
libxkbcommon-x11.so.0   libxkbcommon-x11-0            libxkbcommon-x11     window
font                    fonts-dejavu-core             dejavu-sans-fonts,dejavu-sans-mono-fonts always
TABLE
}

on_linux() { [ "$(uname -s)" = Linux ]; }

# The sonames Qt asks for and the system has not, one a line. With PySide6 installed its own files are
# asked; before that, the list above.
missing_sonames() {
  set -- "$VENV"/lib/python3*/site-packages/PySide6/Qt
  if [ -d "$1" ] && command -v ldd >/dev/null 2>&1; then
    ldd "$1/lib/libQt6Widgets.so.6" "$1/plugins/platforms/libqoffscreen.so" \
      "$1/plugins/platforms/libqxcb.so" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u
  elif command -v ldconfig >/dev/null 2>&1; then
    known=$(ldconfig -p)
    libraries | while read -r soname _; do
      case $known in *"$soname "*) ;; *) [ "$soname" = font ] || printf '%s\n' "$soname" ;; esac
    done
  fi
}

fonts_missing() {
  for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" "${HOME:-/}/.local/share/fonts"; do
    for font in "$folder"/*.[to]t[fc] "$folder"/*/*.[to]t[fc] "$folder"/*/*/*.[to]t[fc]; do
      if [ -e "$font" ]; then return 1; fi
    done
  done
  return 0
}

# --- the package manager -----------------------------------------------------------------------------

package_manager() {
  if command -v apt-get >/dev/null 2>&1; then echo apt
  elif command -v dnf >/dev/null 2>&1; then echo dnf
  else echo none
  fi
}

may_install() { [ "$(id -u)" = 0 ] && [ "$(package_manager)" != none ]; }

refresh_once() {
  if [ -z "${refreshed:-}" ] && may_install && [ "$(package_manager)" = apt ]; then
    say "jotlens: asking apt what it has ..."
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 update >&2 </dev/null ||
      say "jotlens: apt-get update failed; going on with what apt knows already."
    refreshed=yes
  fi
}

apt_has() { [ -n "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: *\([^(].*\)/\1/p')" ]; }

# The first of "one|another" that apt can install; the last one where it knows none of them.
apt_choice() {
  rest=$1
  while [ "$rest" != "${rest#*|}" ] && ! apt_has "${rest%%|*}"; do rest=${rest#*|}; done
  printf '%s\n' "${rest%%|*}"
}

# The package (or packages) for a line of the table above, given as its soname.
package_of() {
  libraries | while read -r soname deb rpm _; do
    [ "$soname" = "$1" ] || continue
    case $(package_manager) in
      apt) apt_choice "$deb" ;;
      *) printf '%s\n' "$rpm" | tr ',' ' ' ;;
    esac
  done
}

kind_of() { libraries | while read -r soname _ _ kind; do [ "$soname" = "$1" ] && printf '%s\n' "$kind"; done; true; }

install_command() {
  case $(package_manager) in
    apt) printf 'apt-get update && sudo apt-get install -y --no-install-recommends %s' "$*" ;;
    *) printf 'dnf install -y %s' "$*" ;;
  esac
}

# Install the packages named; returns 1 when that did not work.
install() {
  say "jotlens: installing $*"
  case $(package_manager) in
    apt) DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
           install -y --no-install-recommends "$@" >/dev/null </dev/null ;;
    dnf) dnf -q -y --setopt=install_weak_deps=False install "$@" >/dev/null </dev/null ;;
  esac
}

# --- Python ------------------------------------------------------------------------------------------

# Runs, and is new enough. A version manager's shim that has nothing behind it fails here and is passed by.
is_new_enough() { "$1" -c "import sys; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1 </dev/null; }
can_make_venv() { "$1" -c "import venv, ensurepip" >/dev/null 2>&1 </dev/null; }

# Sets python (complete), or half_python (new enough, without venv).
find_python() {
  python="" half_python=""
  for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
    if ! is_new_enough "$candidate"; then continue; fi
    if can_make_venv "$candidate"; then python=$candidate; return 0; fi
    [ -n "$half_python" ] || half_python=$candidate
  done
}

# The packages that bring a Python of at least 3.11 with venv.
python_packages() {
  if [ -n "$half_python" ]; then
    version=$("$half_python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    case $(package_manager) in
      apt) apt_choice "python$version-venv|python3-venv" ;;
      *) printf 'python3-libs\n' ;;
    esac
    return
  fi
  case $(package_manager) in
    apt)
      default=$(apt-cache policy python3 2>/dev/null | sed -n 's/^  Candidate: 3\.\([0-9]*\).*/\1/p')
      if [ "${default:-0}" -ge 11 ]; then printf 'python3 python3-venv\n'; return; fi
      for version in 3.13 3.12 3.11; do
        if apt_has "python$version-venv"; then printf 'python%s python%s-venv\n' $version $version; return; fi
      done
      printf 'python3.11 python3.11-venv\n' ;;
    *)
      default=$(dnf -q repoquery --latest-limit 1 --qf '%{version}\n' python3 2>/dev/null | sed -n 's/^3\.\([0-9]*\).*/\1/p' | tail -n 1)
      if [ "${default:-99}" -ge 11 ]; then printf 'python3\n'; else printf 'python3.12\n'; fi ;;
  esac
}

# --- the two steps -----------------------------------------------------------------------------------

# What Qt wants and the system has not: sonames, and the word "font". Nothing on macOS, where Qt brings it all.
system_lacks() {
  on_linux || return 0
  missing_sonames
  if fonts_missing; then echo font; fi
}

# Adds a package to the list, once.
need() {
  case " $needed " in *" $1 "*) ;; *) needed="${needed:+$needed }$1" ;; esac
}

# Everything missing, in one go: Python, the libraries, and a font.
prepare_system() {
  find_python
  lacks=$(system_lacks)
  if [ -n "$python" ] && [ -z "$lacks" ]; then return 0; fi

  if [ -z "$python" ] && [ -n "${PYTHON:-}" ]; then
    fail "PYTHON=$PYTHON does not run, is older than $LEAST, or lacks the venv module."
  fi

  needed="" nameless="" window_only=yes
  refresh_once
  if [ -z "$python" ]; then
    for package in $(python_packages); do need "$package"; done
    window_only=no
  fi
  for thing in $lacks; do
    packages=$(package_of "$thing")
    for package in $packages; do need "$package"; done
    [ -n "$packages" ] || nameless="$nameless $thing"
    [ "$(kind_of "$thing")" != always ] || window_only=no
  done
  if [ -n "$nameless" ] && [ ! -f "$STAMP" ]; then
    say "jotlens: Qt also asks for$nameless. If no window opens, install the package that brings it."
  fi
  if [ -z "$needed" ]; then return 0; fi
  # shellcheck disable=SC2086  # a list of names, split on purpose
  if may_install && install $needed; then
    find_python
    [ -n "$python" ] || fail "the packages are installed, but no Python $LEAST or later with venv was found."
    return 0
  fi
  if [ "$window_only" = yes ] && [ -z "${DISPLAY:-}" ]; then
    [ -f "$STAMP" ] || say "jotlens: without a display nothing more is needed. To open a window on X11 later, run: sudo $(install_command "$needed")"
    return 0
  fi
  explain "$needed"
}

explain() {
  if ! on_linux; then
    fail "Python $LEAST or later was not found. Install it from python.org (or your package manager), or say where it is: make setup PYTHON=/path/to/python3"
  fi
  case $(package_manager) in
    none) fail "this system lacks: $1. Install what brings it (Python $LEAST or later with venv, Qt's libraries, a font) with your package manager, then run this again." ;;
    *) fail "some system packages are missing. Install them with this command, then run this again:
    sudo $(install_command "$1")" ;;
  esac
}

fingerprint() {
  { pwd -P; cat "$LOCK" pyproject.toml; } | cksum
}

venv_works() { [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c '' >/dev/null 2>&1; }

up_to_date() { [ -f "$STAMP" ] && [ "$(sed -n 1p "$STAMP")" = "$(fingerprint)" ] && venv_works; }

build_venv() {
  if up_to_date; then return 0; fi
  lock_now=$(cksum <"$LOCK")
  if [ -f "$STAMP" ] && [ "$(sed -n 2p "$STAMP")" = "$lock_now $(pwd -P)" ] && venv_works; then
    say "jotlens: pyproject.toml has changed; installing JotLens into .venv again ..."
  else
    say "jotlens: building .venv with $("$python" --version 2>&1) from $LOCK; this takes about a minute ..."
    rm -f "$STAMP"
    "$python" -m venv --clear "$VENV"
    "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
      --require-hashes --only-binary :all: --requirement "$LOCK" >&2 </dev/null ||
      fail "the packages of $LOCK could not be installed; pip says why above. Is there a network?"
  fi
  "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
    --no-deps --no-build-isolation --editable . >&2 </dev/null ||
    fail "JotLens itself could not be installed into .venv; pip says why above."
  printf '%s\n%s\n' "$(fingerprint)" "$lock_now $(pwd -P)" >"$STAMP"
}

# --- the real parts of the tests ---------------------------------------------------------------------

# A program (or the first of several), the Debian and Ubuntu package, and the Fedora package that bring it.
part_programs() {
  cat <<'TABLE'
node                                nodejs         nodejs
npm                                 npm            nodejs-npm
dbus-daemon                         dbus-daemon    dbus-daemon
gnome-keyring-daemon                gnome-keyring  gnome-keyring
chromium|google-chrome|chromium-browser  chromium  chromium
TABLE
}

any_program() {
  for program in $(printf '%s' "$1" | tr '|' ' '); do
    if command -v "$program" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

# Installs what is missing where that is allowed, and says what stays missing.
prepare_part_programs() {
  on_linux || return 0
  needed=""
  for row in $(part_programs | tr -s ' ' ';'); do
    programs=${row%%;*} packages=${row#*;}
    if any_program "$programs"; then continue; fi
    if [ "$programs" = npm ] && [ -d "$PARTS/node_modules" ] && node_modules_are_ready; then continue; fi
    case $(package_manager) in
      dnf) need "${packages#*;}" ;;
      *) need "${packages%;*}" ;;
    esac
  done
  if [ -z "$needed" ]; then return 0; fi
  if may_install; then
    refresh_once
    for package in $needed; do
      if [ "$(package_manager)" = apt ] && ! apt_has "$package"; then
        say "jotlens: apt has no package $package; the tests that need it are skipped."
      else
        install "$package" || say "jotlens: $package could not be installed; the tests that need it are skipped."
      fi
    done
  else
    say "jotlens: some tests need what is not here and are skipped. To run them: sudo $(install_command "$needed")"
  fi
}

node_modules_are_ready() {
  [ "$(cat "$PARTS/node_modules/ready" 2>/dev/null)" = "$(cksum <"$PARTS/package-lock.json")" ]
}

prepare_node_modules() {
  if node_modules_are_ready || ! any_program npm; then return 0; fi
  say "jotlens: installing the npm packages of $PARTS ..."
  if (cd "$PARTS" && npm ci --ignore-scripts --loglevel=error >&2 </dev/null); then
    cksum <"$PARTS/package-lock.json" >"$PARTS/node_modules/ready"
  else
    say "jotlens: npm could not install the packages of $PARTS; the tests that need them are skipped."
  fi
}

# --- the tools of the installers ---------------------------------------------------------------------

# A program, and the Debian and Ubuntu package that brings it.
installer_programs() {
  cat <<'TABLE'
objdump                 binutils
dpkg-shlibdeps          dpkg-dev
debootstrap             debootstrap
rpmbuild                rpm
git                     git
TABLE
}

prepare_installer_parts() {
  needed=""
  for row in $(installer_programs | tr -s ' ' ';'); do
    if ! any_program "${row%%;*}" && [ ! -x "/usr/sbin/${row%%;*}" ]; then need "${row#*;}"; fi
  done
  # Debian's own Python has its library, which a bundle takes along, in a package of its own.
  base=$("$VENV/bin/python" -c 'import sys; print("%s %d.%d" % ((sys._base_executable,) + sys.version_info[:2]))')
  case $base in
    /usr/bin/*) ldconfig -p | grep -q "libpython${base#* }\.so\.1\.0" || need "libpython${base#* }" ;;
  esac
  if [ -z "$needed" ]; then return 0; fi
  refresh_once
  # shellcheck disable=SC2086  # a list of names, split on purpose
  if [ "$(package_manager)" = apt ] && may_install && install $needed; then return 0; fi
  say "jotlens: to build the installers, run: sudo apt-get install -y --no-install-recommends $needed"
  return 1
}

case ${1:-} in
  --system) prepare_system; exit 0 ;;
  --installer-parts) prepare_installer_parts; exit ;;
  --test-parts) prepare_part_programs; prepare_node_modules; exit 0 ;;
  "") ;;
  *) fail "there is no option $1; see the first lines of packaging/setup.sh" ;;
esac

if up_to_date && [ -z "$(system_lacks)" ]; then exit 0; fi
prepare_system
build_venv
# PySide6 is there now and can be asked itself: a newer Qt may want a library that the table does not know.
if [ -n "$(system_lacks)" ]; then prepare_system; fi
