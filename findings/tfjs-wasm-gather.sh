#!/usr/bin/env bash
# One would guess that TF.js's `tf.gather`, made for taking rows of a matrix, takes them as fast as `tf.gatherND`, made for taking
# anything. On its WASM backend it takes ten to a hundred times as long for the very same rows: it goes value by value, where
# `gatherND` copies rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 >/dev/null
cat > gather.cjs <<'JS'
const { dirname, sep } = require('node:path');
const tf = require('@tensorflow/tfjs-core');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
wasm.setThreadsCount(1);
const ROWS = 785, COLUMNS = 1024, TAKEN = 7056;
tf.setBackend('wasm').then(() => {
  const x = tf.randomUniform([ROWS, COLUMNS]);
  const numbers = tf.tensor1d(Int32Array.from({ length: TAKEN }, (_, i) => (i * 31) % ROWS), 'int32');
  const ways = [() => tf.gather(x, numbers), () => tf.gatherND(x, tf.reshape(numbers, [TAKEN, 1]))];
  const took = (way) => {
    const started = process.cpuUsage();
    tf.tidy(() => void way());
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  };
  const least = ways.map((way) => Math.min(...[1, 2, 3, 4, 5].map(() => took(way))));
  const apart = tf.max(tf.abs(tf.sub(ways[0](), ways[1]()))).dataSync()[0];
  console.log(
    `${TAKEN} rows of ${COLUMNS}, CPU time: gather ${least[0].toFixed(0)} ms, gatherND ${least[1].toFixed(0)} ms; apart by ${apart}`,
  );
  if (apart !== 0 || least[0] < 5 * least[1]) process.exit(1);
});
JS
node gather.cjs 2>/dev/null
