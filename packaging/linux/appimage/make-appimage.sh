#!/bin/sh
# Make an AppImage from the bundle, on Linux, after `make bundle`; needs `appimagetool` in PATH.
#
#   packaging/linux/appimage/make-appimage.sh VERSION
#
# Not yet run: see packaging/README.md.

set -eu
cd "$(dirname "$0")/../../.."
version=$1
dir=build/JotLens.AppDir

rm -rf "$dir"
PYTHONPATH=packaging .venv/bin/python -m recipes appdir
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
mkdir -p build/installers
ARCH=$(uname -m) appimagetool --no-appstream "$dir" "build/installers/jotlens-$version-$(uname -m).AppImage"
