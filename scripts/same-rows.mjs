// node scripts/same-rows.mjs OTHER [FILE] [ARGUMENTS OF sweep run]: runs a sweep with the program in OTHER, the folder
// of a checkout that `npm test` has set up, and with this one, each with a store of its own, and compares the two stores
// row by row: every column of `trials` and of `curves` that OTHER has, as text that tells doubles of other bits apart, and of
// configs the parameters that OTHER has.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './toolchain.mjs';

/** Who ran a trial, when, and which numbers the database gave it. */
const OF_THE_RUN =
  /^(id|sweep_id|number|attempt|worker|queued_at|started_at|finished_at|duration_ms|reused_from|result_key)$/;

const [other, file = 'sweeps/deck-mixing.yaml', ...given] = process.argv.slice(2);
if (other === undefined) {
  process.stderr.write('usage: node scripts/same-rows.mjs OTHER [FILE] [ARGUMENTS OF sweep run]\n');
  process.exit(2);
}
const options = given.length > 0 ? given : ['--replicates', '10'];
const folder = mkdtempSync(join(tmpdir(), 'latentsweep-same-'));
try {
  const [theirs, ours] = [resolve(other), ROOT].map((checkout, at) =>
    rowsOf(checkout, join(folder, `${at}`)),
  );
  process.exitCode = report(theirs, ours);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
}

/** Runs the sweep and reads what it found, by trial. */
function rowsOf(checkout, store) {
  const sweep = (...args) => run(checkout, [...args, '--store', store]);
  const sql = (query) => JSON.parse(sweep('sql', '--format', 'json', '--timeout', '600', query));
  sweep('run', resolve(file), ...options);
  const columnsOf = (table) =>
    sql(
      `select column_name from information_schema.columns
        where table_schema = 'public' and table_name = '${table}' order by ordinal_position`,
    )
      .map((row) => row.column_name)
      .filter((column) => !OF_THE_RUN.test(column));
  const columns = columnsOf('trials');
  const curves = columnsOf('curves').filter((column) => column !== 'trial_id');
  const rows = sql(
    `select ${[...columns.map((name) => `t."${name}"`), ...curves.map((name) => `c."${name}"`)]
      .map((name, at) => `${name}::text as "${at}"`)
      .join(', ')}
       from trials t left join curves c on c.trial_id = t.id`,
  );
  const names = [...columns, ...curves.map((name) => `curves.${name}`)];
  const key = (row) => `${row[names.indexOf('config_hash')]} ${row[names.indexOf('replicate')]}`;
  const version = sql('select engine, count(*) as n from sweeps group by engine');
  process.stdout.write(
    `${checkout}: ${rows.length} trials, ${names.length} columns, ${JSON.stringify(version)}\n`,
  );
  return {
    names,
    rows: new Map(rows.map((row) => [key(row), new Map(names.map((name, at) => [name, row[at]]))])),
  };
}

function run(checkout, args) {
  const program = join(checkout, 'packages/cli/bin/sweep.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`sweep ${args[0]} in ${checkout} ended with ${status}:\n${stderr}`);
  return stdout;
}

/** Without the parameters that came later: with another value than before they were there, the hash would differ. */
function asKnown(theirs, ours) {
  const known = JSON.parse(theirs);
  const later = Object.keys(JSON.parse(ours)).filter((name) => !Object.hasOwn(known, name));
  const pattern = later.map((name) => `"${name}": ("[^"]*"|[^,}]+)(, )?`).join('|');
  return later.length === 0 ? ours : ours.replace(new RegExp(pattern, 'g'), '').replace(/, }$/, '}');
}

function report(theirs, ours) {
  const differences = [];
  for (const name of theirs.names) if (!ours.names.includes(name)) differences.push(`column ${name} is gone`);
  for (const [key, row] of theirs.rows) {
    const mine = ours.rows.get(key);
    if (!mine) differences.push(`trial ${key} is missing`);
    for (const [name, value] of mine ? row : []) {
      const now = name === 'config' ? asKnown(value, mine.get(name)) : mine.get(name);
      if (now !== value) differences.push(`trial ${key}: ${name} was ${value}, is ${now}`);
    }
  }
  for (const key of ours.rows.keys()) if (!theirs.rows.has(key)) differences.push(`trial ${key} is new`);
  for (const line of differences.slice(0, 20)) process.stdout.write(`${line}\n`);
  const cells = theirs.rows.size * theirs.names.length;
  process.stdout.write(
    differences.length === 0
      ? `same: ${theirs.rows.size} trials, ${cells} values, none differs\n`
      : `${differences.length} differences\n`,
  );
  return differences.length === 0 ? 0 : 1;
}
