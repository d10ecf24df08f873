#!/usr/bin/env bash
# One would guess that a look-up by all columns of a unique key is made by that key's index. For a first column's value that came
# after the last ANALYZE (a new tenant, batch or sweep) the planner expects no row by any index that begins with it, takes the
# smallest, and each look-up reads all rows of that tenant. An index of the second column, and a sum, leave it no choice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.14 >/dev/null
cat > look.mjs <<'JS'
import { PGlite } from '@electric-sql/pglite';
const db = await PGlite.create();
await db.exec(`
  create table item (batch int, code text, score float8, unique (batch, code));
  create index item_by_score on item (batch, score);
  insert into item select 1, md5(i::text), random() from generate_series(1, 20000) i;
  analyze item;
  insert into item select 2, md5(i::text), random() from generate_series(1, 20000) i;
`);
async function lookUp(condition) {
  const { rows } = await db.query(
    `explain (analyze, timing off, format json) select * from item where ${condition} and code = md5('7')`);
  const plan = rows[0]['QUERY PLAN'][0].Plan;
  return { index: plan['Index Name'], read: (plan['Rows Removed by Filter'] ?? 0) + plan['Actual Rows'] };
}
const found = { known: await lookUp('batch = 1'), unknown: await lookUp('batch = 2') };
await db.exec('create index item_by_code on item (code)');
found.still = await lookUp('batch = 2');
found.bySum = await lookUp('batch + 0 = 2');
console.log((await db.query('show server_version')).rows[0].server_version, found);
const told = Object.values(found).map(({ index, read }) => `${index} ${read}`).join(', ');
const ok = told === 'item_batch_code_key 1, item_by_score 20000, item_by_score 20000, item_by_code 2';
if (!ok) process.exit(1);
JS
node look.mjs
