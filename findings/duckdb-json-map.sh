#!/usr/bin/env bash
# One would guess that a JSON object a row becomes a column a key, however many keys there are. From 200 keys of one type on,
# all of them become one column `json`, a map, and no name is found any more. `map_inference_threshold = -1` turns that off, and
# is given here to each JSON file, by path or in a select.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1 >/dev/null
cat > read.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
const db = await (await DuckDBInstance.create(':memory:')).connect();
const columns = async (keys, option = '') => {
  const row = JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, i) => [`x${i}`, 0.5])));
  writeFileSync('t.jsonl', `${row}\n${row}\n`);
  return (await db.runAndReadAll(`describe from read_json('t.jsonl'${option})`)).getRowsJS().length;
};
const found = [await columns(199), await columns(200), await columns(200, ', map_inference_threshold = -1')];
const version = (await db.runAndReadAll('select version()')).getRowsJS()[0][0];
console.log(`DuckDB ${version}, columns of 199 keys, of 200, and of 200 without maps:`, found.join(', '));
if (found.join() !== '199,1,200') process.exit(1);
JS
node read.mjs
