/**
 * `npm run test:mutations`: takes one safeguard out of a copy of the program at a time, and requires that the faults
 * that it guards against then fail. A suite of faults that passes without a safeguard does not test it.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyTree } from './harness/copy-tree.ts';
import { MUTATIONS, type Mutation } from './harness/mutation.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const LONGEST_MS = 900_000;

interface Ran {
  readonly failed: boolean;
  readonly output: string;
}

function runFaults(root: string, faults: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(root, 'test/faults/main.ts'), ...faults],
    { cwd: root, encoding: 'utf8', timeout: LONGEST_MS },
  );
  if (error) throw error;
  const output = `${stdout}${stderr}`;
  // A program that does not start is no proof of anything.
  if (!/^faults: /m.test(output)) throw new Error(`The faults were not run:\n${output}`);
  return { failed: status !== 0, output };
}

/** Throws where the text is not there, or is there twice: the safeguard was rewritten, and so must the mutation be. */
function mutate(root: string, { file, from, to }: Mutation): void {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  const found = source.split(from).length - 1;
  if (found !== 1) throw new Error(`${file} has ${found} times, not once:\n${from}`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
}

const wanted = process.argv.slice(2);
const chosen = MUTATIONS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
let uncaught = 0;
const tell = (name: string, caught: boolean, output: string) => {
  const reason = /FAILED: .*/.exec(output)?.[0] ?? 'every fault passed';
  console.log(`${caught ? 'caught  ' : 'MISSED  '}${name}: ${reason}`);
  if (!caught) uncaught += 1;
};

const copy = copyTree(ROOT);
try {
  const faults = [...new Set(chosen.flatMap((mutation) => mutation.faults))];
  const whole = runFaults(copy, faults);
  if (whole.failed) throw new Error(`These fail without any mutation:\n${whole.output}`);
  for (const mutation of chosen) {
    const path = join(copy, mutation.file);
    const original = readFileSync(path, 'utf8');
    mutate(copy, mutation);
    const { failed, output } = runFaults(copy, mutation.faults);
    tell(mutation.name, failed, output);
    writeFileSync(path, original);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\nmutations: ${chosen.length - uncaught} caught, ${uncaught} missed`);
process.exit(uncaught === 0 && chosen.length > 0 ? 0 : 1);
