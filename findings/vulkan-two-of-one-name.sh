#!/usr/bin/env bash
# One would guess that of two equal GPUs the second can be chosen: by Dawn's `adapter=`, or by VK_LOADER_DEVICE_SELECT. Dawn takes
# a part of a name and then the first that has it; the variable takes vendor and model, and moves the first of those to the
# front. What stays the same is told of both. Two copies of a driver in software stand for two cards. Linux on x64.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts webgpu@0.6.2 >/dev/null
file=$(npm pack --silent @sparticuz/chromium@153.0.0)
tar -xzf "$file" package/bin/swiftshader.tar.br
node -e "process.stdout.write(require('node:zlib').brotliDecompressSync(require('node:fs').readFileSync('package/bin/swiftshader.tar.br')))" | tar -x
for card in one two; do
  cp libvk_swiftshader.so "$card.so"
  sed "s#\"library_path\": *\"[^\"]*\"#\"library_path\": \"$folder/$card.so\"#" vk_swiftshader_icd.json > "$card.json"
done
cat > two.mjs <<'JS'
import { create } from 'webgpu';
const listed = await create(['adapter=none of that name']).requestAdapter().catch(String);
const names = [...listed.matchAll(/name: '([^']*)'/g)].map(([, name]) => name);
const { vendor, architecture, device, description } = (await create([`adapter=${names[0]}`]).requestAdapter()).info;
console.log(`webgpu 0.6.2 lists: ${names.join(' | ')}; it tells of one: ${[vendor, architecture, device, description].join(', ')}`);
if (names.length !== 2 || names[0] !== names[1]) process.exit(1);
JS
export LD_LIBRARY_PATH=$folder VK_DRIVER_FILES=$folder/one.json:$folder/two.json
node two.mjs
# SwiftShader's vendor and model.
VK_LOADER_DEVICE_SELECT=1ae0:c0de VK_LOADER_DEBUG=all node two.mjs > log 2>&1
echo "with VK_LOADER_DEVICE_SELECT=1ae0:c0de the loader says: $(grep -o 'Found default at index [0-9]*' log | sort -u)"
[ "$(grep -o 'Found default at index [0-9]*' log | sort -u)" = 'Found default at index 0' ]
