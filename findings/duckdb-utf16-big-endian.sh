#!/usr/bin/env bash
# One would guess that DuckDB's `encoding = 'utf-16'` reads a file by its byte order mark, or refuses an order it can't read.
# It takes every file for little-endian: one that begins with FE FF, as Java's UTF-16 writes it, is a table without rows, its
# only column named by the whole text with swapped bytes. No error: a union over files goes on without that one.
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
const one = async (query) => (await db.runAndReadAll(query)).getRowsJS()[0][0];
const little = Buffer.from('\ufeffx,y\n1,2\n3,4\n', 'utf16le');
writeFileSync('little.csv', little);
writeFileSync('big.csv', Buffer.from(little).swap16());
const rows = async (file) => Number(await one(`select count(*) from read_csv('${file}.csv', encoding = 'utf-16')`));
const found = { little: await rows('little'), big: await rows('big') };
console.log(`DuckDB ${await one('select version()')}, rows of two:`, found);
if (found.little !== 2 || found.big !== 0) process.exit(1);
JS
node read.mjs
