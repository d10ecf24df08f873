/**
 * `npm run bench:programs`: what it costs to run programs of a user's own, beside the least that it can cost, and
 * beside Optuna on the same Postgres. Needs a python3.
 *
 * `npm run bench:programs -- child cluster` runs only those parts.
 */

import { runParts } from './parts.ts';
import { benchChild } from './programs/child.ts';
import { benchCluster, benchMemory, benchSleep } from './programs/cluster.ts';
import { benchFunction } from './programs/function.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  child: benchChild,
  function: benchFunction,
  cluster: benchCluster,
  sleep: benchSleep,
  memory: benchMemory,
};

await runParts(PARTS, (part) => part());
