/** `npm run test:faults [-- PART OF A NAME …] [--seed N]`: runs the faults and prints what became of each. */

import { parseArgs } from 'node:util';
import { startPostgres } from '@latentsweep/store/fixtures';
import { FAULTS } from './all.ts';
import { endAll } from './harness/cluster.ts';
import { type Outcome, runFault } from './harness/run-fault.ts';
import { rowOf, table } from './harness/table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } },
});
const chosen = FAULTS.filter(
  ({ name, short }) =>
    (!values.short || short) && (positionals.length === 0 || positionals.some((part) => name.includes(part))),
);

const postgres = await startPostgres();
if (typeof postgres === 'string') throw new Error(postgres);
const outcomes: Outcome[] = [];
// What is started is ended, whoever ends this.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void endAll()
      .then(() => postgres.remove())
      .finally(() => process.exit(130));
  });
}
try {
  for (const fault of chosen) {
    const outcome = await runFault(fault, postgres, Number(values.seed));
    outcomes.push(outcome);
    console.log(rowOf(outcome).join(' | '));
    for (const note of outcome.notes) console.log(`  ${note}`);
    for (const failure of outcome.failures) console.log(`  ${failure.replaceAll('\n', '\n  ')}`);
  }
} finally {
  await postgres.remove();
}
console.log(`\nSeed ${values.seed}.\n${table(outcomes)}`);
const failed = outcomes.filter(({ failures }) => failures.length > 0);
console.log(`\nfaults: ${outcomes.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && outcomes.length > 0 ? 0 : 1);
