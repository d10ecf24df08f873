#!/usr/bin/env bash
# One would guess that a JPEG has the same pixels whoever decodes it. The decoder of `jpeg-js` makes others than libjpeg, which
# Pillow, PyTorch and Keras read by; `@jsquash/jpeg`, libjpeg-turbo as WebAssembly, makes the very same ones. It wants a
# browser's ImageData in the global scope, though, and its process has ended once it found a broken file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jpeg-js@0.4.4 @jsquash/jpeg@1.6.0 >/dev/null
python3 -m venv venv && venv/bin/pip install --quiet pillow numpy
venv/bin/python - <<'PY'
import numpy as np
from PIL import Image
yy, xx = np.mgrid[0:24, 0:31]
rgb = np.stack([(xx * 8) % 256, (yy * 10) % 256, ((xx + yy) * 4) % 256], -1).astype(np.uint8)
Image.fromarray(rgb).save("a.jpg", quality=90)
np.asarray(Image.open("a.jpg")).tofile("a.raw")
PY
cat > read.mjs <<'JS'
import { readFileSync } from 'node:fs';
import jpegjs from 'jpeg-js';
import decode, { init } from '@jsquash/jpeg/decode.js';
globalThis.ImageData = class { constructor(data) { this.data = data; } };
await init(new WebAssembly.Module(readFileSync('node_modules/@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')));
const bytes = new Uint8Array(readFileSync('a.jpg'));
const wanted = readFileSync('a.raw');
const furthest = ({ data }) => {
  let most = 0;
  for (let i = 0; 3 * i < wanted.length; i++)
    for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs(wanted[3 * i + c] - data[4 * i + c]));
  return most;
};
const found = [furthest(jpegjs.decode(bytes, { useTArray: true })), furthest(await decode(bytes.buffer))];
const ended = await decode(bytes.slice(0, 300).buffer).then(() => 'read', (error) => error.message);
console.log(`furthest of 255 from Pillow's pixels: jpeg-js ${found[0]}, @jsquash/jpeg ${found[1]}; of a cut file: ${ended}`);
if (found[0] === 0 || found[1] !== 0 || !ended.includes('exit')) process.exit(1);
JS
node read.mjs
