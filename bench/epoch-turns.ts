/**
 * One epoch of `vae_mixing` at the deck's size, here and at an early commit, by turns, in CPU time: other programs disturb it less
 * than they do the clock. A process each, because an engine may change how V8 compiles for all of its process.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withCommit } from './early-commit.ts';
import { median } from './median.ts';

/** Before the engine was made for tables and images. */
const COMMIT = '49a41770';
/** Of a turn; the first one is not timed. */
const EPOCHS = 5;
const TURNS = 15;
const SEED = [1, 2] as const;

/** A checkout's epochs: milliseconds of each but the first, and the losses of all. */
interface Turn {
  readonly epochs: readonly number[];
  readonly curves: string;
}

export interface EpochTurns {
  /** Milliseconds of an epoch here. */
  readonly ours: number;
  /** To that of the commit: the median over turns. */
  readonly ratio: number;
  /** Quarter and three quarters of the turns. */
  readonly spread: readonly [number, number];
}

/** Or why there is nothing to compare with. Throws where the losses are not the same bits. */
export function benchEpochTurns(): Promise<EpochTurns | string> {
  return withCommit(COMMIT, async (folder) => {
    using before = open(folder);
    using ours = open(join(import.meta.dirname, '..'));
    const ratios: number[] = [];
    const times: number[] = [];
    // A turn of each to warm up.
    for (let turn = -1; turn < TURNS; turn++) {
      const then = await before.train();
      const now = await ours.train();
      if (now.curves !== then.curves)
        throw new Error(`other losses than at ${COMMIT}:\n${now.curves}\n${then.curves}`);
      if (turn < 0) continue;
      ratios.push(median(now.epochs) / median(then.epochs));
      times.push(median(now.epochs));
    }
    const sorted = ratios.toSorted((a, b) => a - b);
    const quarter = TURNS >> 2;
    return {
      ours: median(times),
      ratio: median(ratios),
      spread: [sorted[quarter]!, sorted[TURNS - 1 - quarter]!],
    };
  });
}

/** A process that trains by a checkout's code. */
function open(checkout: string) {
  const child = fork(import.meta.filename, [checkout]);
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`${checkout} ended with ${code}`)),
  );
  // Between turns, and when it is let go, nobody waits for it.
  ended.catch(() => {});
  return {
    async train(): Promise<Turn> {
      child.send('train');
      const [turn] = await Promise.race([once(child, 'message'), ended]);
      return turn;
    },
    [Symbol.dispose]: () => child.connected && child.disconnect(),
  };
}

async function trainer(checkout: string): Promise<() => Promise<Turn>> {
  const load = (path: string) => import(pathToFileURL(join(checkout, path)).href);
  const core = await load('packages/core/src/index.ts');
  const { createSimdEngine } = await load('packages/engine-simd/src/index.ts');
  const engine = createSimdEngine();
  const spec = {
    ...{ kind: 'simulated', train: 80_000, validation: 20_000, test: 20_000 },
    ...{ coefficients: [core.DECK_COEFFICIENTS], intercepts: [0] },
  };
  const canonical = core.canonicalConfig({ arm: 'vae_mixing', minority_rate: 0.01, epochs: EPOCHS });
  // The commit had another step between a canonical config and a trial's.
  const config = core.typedConfig ? core.typedConfig(canonical) : canonical;
  const data = core.loadDataset(engine, core.prepareDataset(spec, SEED, null));
  return async () => {
    const ended: number[] = [];
    let curves = '';
    await core.runTrials(engine, [{ config, seed: SEED, data, milestones: [EPOCHS] }], {
      onMilestone(_: number, __: number, result: { readonly curves: unknown }) {
        curves = JSON.stringify(result.curves);
      },
      onEpoch() {
        const { user, system } = process.cpuUsage();
        ended.push((user + system) / 1000);
      },
    });
    return { epochs: ended.slice(1).map((at, i) => at - ended[i]!), curves };
  };
}

if (process.send && process.argv[1] === import.meta.filename) {
  const train = await trainer(process.argv[2]!);
  process.on('message', () => void train().then((turn) => process.send!(turn)));
}
