#!/bin/sh
# Sign JotLens.app, put it into a disk image, and have Apple notarize it. On macOS, after `python -m recipes bundle`.
#
#   VERSION=0.1.0 packaging/macos/make-dmg.sh
#
# Without SIGN_AS (a Developer ID in the keychain) it is signed for this machine only (ad hoc), and not notarized.
# NOTARY_PROFILE names the credentials that `xcrun notarytool store-credentials` has put into the keychain.
# Not yet run: see packaging/README.md.

set -eu
cd "$(dirname "$0")/../.."

APP=build/bundle/JotLens.app
ARCH=$(uname -m)
DMG=build/installers/jotlens-$VERSION-macos-$ARCH.dmg

# From the inside to the outside, so that each seal covers sealed parts; --deep would miss the rights.
sign() {
  if [ -n "${SIGN_AS:-}" ]; then
    codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist --sign "$SIGN_AS" "$1"
  else
    codesign --force --sign - "$1"
  fi
}

find "$APP/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print | while IFS= read -r library; do
  sign "$library"
done
find "$APP/Contents/Frameworks" -type d -name '*.framework' -print | while IFS= read -r framework; do
  sign "$framework"
done
find "$APP/Contents/MacOS" -type f -print | while IFS= read -r program; do
  sign "$program"
done
sign "$APP"
codesign --verify --strict --verbose=2 "$APP"

# The program must start as it is sealed.
"$APP/Contents/MacOS/jotlens" --version
"$APP/Contents/MacOS/jotlens" --screenshot build/window.png

mkdir -p build/installers build/dmg
rm -rf build/dmg/JotLens.app "$DMG"
cp -R "$APP" build/dmg/
ln -sf /Applications build/dmg/Applications
hdiutil create -volname "JotLens $VERSION" -srcfolder build/dmg -format UDZO -imagekey zlib-level=9 -ov "$DMG"

if [ -n "${SIGN_AS:-}" ]; then
  codesign --force --timestamp --sign "$SIGN_AS" "$DMG"
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$DMG" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$DMG"
  spctl --assess --type open --context context:primary-signature --verbose "$DMG"
fi
printf '%s\n' "$DMG"
