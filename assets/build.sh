#!/bin/sh
# Compiles the sources in assets/ into static/. Needs Node; whoever installs the portal does not.
set -eu
cd "$(dirname "$0")"
out=../static
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p "$out/fonts"
rm -f "$out"/fonts/*.woff2
for family in source-sans-3 source-serif-4; do
  files="node_modules/@fontsource-variable/$family"
  cp "$files/LICENSE" "$out/fonts/OFL-$family.txt"
  for letters in cyrillic latin latin-ext; do
    cp "$files/files/$family-$letters-wght-normal.woff2" "$out/fonts/"
  done
done
for letters in cyrillic latin latin-ext; do
  cp "node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-$letters-wght-italic.woff2" "$out/fonts/"
done
npx --no-install sass --quiet-deps --no-source-map --style=compressed --load-path=node_modules portal.scss portal.css.tmp
npx --no-install esbuild portal.css.tmp --loader:.tmp=css --minify --target=chrome80,firefox78,safari14 --outfile="$out/portal.css" --log-level=warning
rm portal.css.tmp
for font in "$out"/fonts/*.woff2; do
  name=$(basename "$font")
  mark=$(sha256sum "$font" | cut -c1-10)
  sed -i "s|fonts/$name|&?v=$mark|g" "$out/portal.css"
done
npx --no-install esbuild js/portal.js --bundle --format=esm --minify --target=es2020 --outfile="$out/portal.js" --log-level=warning
npx --no-install sass --quiet-deps --no-source-map --style=compressed --load-path=node_modules map.scss map.css.tmp
npx --no-install esbuild map.css.tmp --loader:.tmp=css --minify --target=chrome80,firefox78,safari14 --outfile="$out/map.css" --log-level=warning
rm map.css.tmp
sed -i 's|[^{}]*{background-image:url([^)]*images/[^)]*)[^}]*}||g' "$out/map.css"
for name in problems map; do
  npx --no-install esbuild "js/$name.js" --bundle --format=esm --minify --target=es2020 --outfile="$out/$name.js" --log-level=warning
done
cp node_modules/leaflet/LICENSE "$out/leaflet-BSD-2-Clause.txt"
cp icons.svg favicon.svg landscape.svg govuk-frontend-MIT.txt "$out/"
