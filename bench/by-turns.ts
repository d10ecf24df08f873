/**
 * Compares two checkouts by turns: `node bench/by-turns.ts OTHER bench/run.ts epoch threads`. OTHER is the folder of a
 * checkout that `npm test` has set up. A round runs the parts in OTHER, here, and in OTHER again, so that each figure's
 * ratio stands beside the ratio of the other's two runs: what the machine does by itself.
 */

import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { median } from './median.ts';
import { print } from './parts.ts';

const ROUNDS = 9;
const OURS = resolve(import.meta.dirname, '..');

const [other, script, ...parts] = process.argv.slice(2);
if (other === undefined || script === undefined) {
  process.stderr.write('usage: node bench/by-turns.ts OTHER bench/run.ts|bench/cluster.ts [PART …]\n');
  process.exit(2);
}

/** By its line's words, the first number behind them. */
type Figures = ReadonlyMap<string, number>;

function figures(checkout: string): Figures {
  const { status, stdout } = spawnSync(process.execPath, [join(checkout, script!), ...parts], {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} in ${checkout} ended with ${status}:\n${stdout}`);
  const lines = stdout.matchAll(/^(\s*\S.*?)\s{2,}(\d[\d.]*)/gm);
  return new Map(Array.from(lines, ([, what, value]) => [what!, Number(value)]));
}

const rounds: { readonly before: Figures; readonly ours: Figures; readonly after: Figures }[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  process.stderr.write(`round ${round} of ${ROUNDS}\n`);
  rounds.push({ before: figures(other), ours: figures(OURS), after: figures(other) });
}
for (const what of rounds[0]!.ours.keys()) {
  const known = rounds.filter(({ before, ours, after }) => [before, ours, after].every((of) => of.has(what)));
  if (known.length === 0) continue;
  const mean = ({ before, after }: (typeof rounds)[number]) => (before.get(what)! + after.get(what)!) / 2;
  const ratio = median(known.map((round) => round.ours.get(what)! / mean(round)));
  const itself = known.map(({ before, after }) => after.get(what)! / before.get(what)!);
  const spread = `${Math.min(...itself).toFixed(3)} to ${Math.max(...itself).toFixed(3)}`;
  print(what, `${ratio.toFixed(3)} of the other's, which is ${spread} of its own`);
}
