#!/usr/bin/env bash
# One would guess that a number which does not fit the type that DuckDB found by its sample is an error, or makes the column wider.
# A fraction in row 30,001 of a column of integers is rounded without a word, and each reader rounds in its own way: 12.5 is 13
# from CSV and 12 from JSON. `sample_size = -1` reads 12.5 from both, which is why files in a select are given that option here.
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
const one = async (query) => Number((await db.runAndReadAll(query)).getRowsJS()[0][0]);
const values = Array.from({ length: 40_000 }, (_, i) => (i === 30_000 ? 12.5 : 0));
writeFileSync('late.csv', `x\n${values.join('\n')}\n`);
writeFileSync('late.jsonl', values.map((x) => `{"x": ${x}}\n`).join(''));
const found = {
  csv: await one("select max(x) from 'late.csv'"),
  json: await one("select max(x) from 'late.jsonl'"),
  wholeCsv: await one("select max(x) from read_csv('late.csv', sample_size = -1)"),
  wholeJson: await one("select max(x) from read_json('late.jsonl', sample_size = -1)"),
};
const version = (await db.runAndReadAll('select version()')).getRowsJS()[0][0];
console.log(`DuckDB ${version}, what 12.5 in row 30,001 is read as:`, found);
if (JSON.stringify(found) !== '{"csv":13,"json":12,"wholeCsv":12.5,"wholeJson":12.5}') process.exit(1);
JS
node read.mjs
