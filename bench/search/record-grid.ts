/**
 * Keeps a grid that was run as a whole, for `npm run bench:search`: its configs and what each replicate was worth on validation
 * rows, the less the better.
 *
 *     node bench/search/record-grid.ts STORE SWEEP > bench/search/grids/NAME.csv
 */

import { openStore } from '@latentsweep/store';

/** Values have so many digits in the file: an accuracy of 20,000 rows has no more. */
const DIGITS = 5;

const [location, word] = process.argv.slice(2);
if (location === undefined || word === undefined) {
  process.stderr.write('node bench/search/record-grid.ts STORE SWEEP\n');
  process.exit(2);
}
const store = await openStore({ location });
try {
  const { sweep } = await store.findSweep(word);
  const configs = await store.racedConfigs(sweep.id, 0);
  if (configs === null) throw new Error('It has trials that have not ended.');
  const names = sweep.parameters.map(({ name }) => name);
  const replicates = configs[0]!.values.map((_, r) => `replicate ${r + 1}`);
  process.stdout.write(`${[...names, ...replicates].join(',')}\n`);
  for (const { config, values } of configs) {
    if (values.includes(null)) throw new Error(`A replicate of ${JSON.stringify(config)} has no value.`);
    const cells = names.map((name) => config[name] ?? '');
    // More is better as the store has it.
    process.stdout.write(
      `${[...cells, ...values.map((value) => Number((-value!).toPrecision(DIGITS)))].join(',')}\n`,
    );
  }
} finally {
  await store.close();
}
