import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, openSweep, type Sweep, SweepError } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'latentsweep-api-'));
const store = join(folder, 'store');
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const grid = (name: string, more: object = {}) => ({
  ...{ name, method: 'grid', seed: 3, replicates: 2 },
  metric: { name: 'loss', goal: 'minimize' },
  parameters: { a: { values: [1, 2, 3] }, b: { values: ['x', 'y'] } },
  ...more,
});
const loss = ({ config, seed }: Pick<Call, 'config' | 'seed'>) => ({
  loss: (Number(config['a']) - 2) ** 2 + (config['b'] === 'y' ? 1 : 0) + (seed % 7) / 100,
});

async function opened<T>(of: object | string, work: (sweep: Sweep) => Promise<T>): Promise<T> {
  const sweep = await openSweep(of, { store });
  try {
    return await work(sweep);
  } finally {
    await sweep.close();
  }
}

const code = (is: string) => expect.objectContaining({ name: 'SweepError', code: is });

// Where no store was made before, that takes its time.
beforeAll(() => opened(grid('first'), async () => {}), 300_000);

describe('run', () => {
  test('calls the function once for each trial, with paired seeds, and ranks what it returned', async () => {
    const calls: string[] = [];
    const seeds = new Map<number, Set<number>>();
    await opened(grid('called'), async (sweep) => {
      const progress: number[] = [];
      const outcome = await sweep.run(
        async (call) => {
          calls.push(`${call.config['a']}${call.config['b']}${call.replicate}`);
          seeds.set(call.replicate, (seeds.get(call.replicate) ?? new Set()).add(call.seed));
          call.report(1, { loss: 100 });
          await sleep(1);
          return loss(call);
        },
        { slots: 3, onProgress: ({ completed }) => progress.push(completed) },
      );
      expect(outcome).toEqual({ state: 'completed', reason: null, completed: 12, failed: 0, diverged: 0 });
      expect(progress.at(-1)).toBe(12);
      expect(await sweep.best()).toMatchObject({ rank: 1, config: { a: 2, b: 'x' }, n: 2 });
      expect(await sweep.state()).toBe('completed');
      const board = await sweep.leaderboard({ where: "b = 'y'", rows: 2 });
      expect(board.map(({ config }) => config)).toMatchObject([{ a: 2, b: 'y' }, { b: 'y' }]);
      expect(await sweep.ask(1)).toEqual([]);
    });
    expect(new Set(calls).size).toBe(12);
    expect(calls).toHaveLength(12);
    expect([...seeds].map(([, { size }]) => size)).toEqual([1, 1]);
    // Opened again there is nothing to do.
    await opened(grid('called'), async (sweep) => {
      await sweep.run(() => expect.unreachable());
      expect(await sweep.best()).toMatchObject({ config: { a: 2, b: 'x' } });
    });
  });

  test('proposes the same whatever the number of slots', async () => {
    const learning = (name: string) =>
      grid(name, {
        ...{ method: 'bayes', run_cap: 14, replicates: 1 },
        parameters: { a: { min: 0, max: 4, distribution: 'uniform' }, b: { values: ['x', 'y'] } },
      });
    const tried = async (name: string, slots: number) =>
      opened(learning(name), async (sweep) => {
        await sweep.run(
          async (call) => {
            await sleep(call.seed % 3);
            return loss(call);
          },
          { slots },
        );
        return (await sweep.leaderboard({ rows: 100 })).map(({ config, mean }) => [config, mean]);
      });
    const one = await tried('one', 1);
    expect(one).toHaveLength(14);
    expect(await tried('five', 5)).toEqual(one);
  });

  test('what a function throws or forgets is how its trial failed; where all fail, so does the run', async () => {
    await opened(grid('throws', { replicates: 4 }), async (sweep) => {
      const outcome = await sweep.run((call) => {
        if (call.config['a'] === 3 && call.replicate === 4) throw new Error('no room');
        return call.config['a'] === 1 && call.replicate === 4 ? { loss: Number.NaN } : loss(call);
      });
      expect(outcome).toMatchObject({ completed: 20, failed: 2, diverged: 2 });
    });
    const returned: unknown[] = [undefined, {}, { other: 1 }, { loss: 'low' }, 3];
    for (const [i, value] of returned.entries()) {
      await opened(grid(`returns-${i}`), async (sweep) => {
        await expect(sweep.run(() => value as never)).rejects.toThrow(
          /missing_metric: loss was never|bad_report: /,
        );
        expect(await sweep.state()).toBe('failed');
      });
    }
  });

  test('is ended by a signal and by close, and goes on where it was', async () => {
    const done: string[] = [];
    const work = async (call: Call) => {
      await sleep(30);
      if (call.signal.aborted) return undefined;
      done.push(`${call.config['a']}${call.config['b']}${call.replicate}`);
      return loss(call);
    };
    await opened(grid('goes-on'), async (sweep) => {
      const ending = new AbortController();
      const running = sweep.run(work, {
        signal: ending.signal,
        onProgress: ({ completed }) => completed > 2 && ending.abort(),
      });
      expect((await running).state).toBe('interrupted');
    });
    await opened(grid('goes-on'), async (sweep) => {
      const running = sweep.run(work);
      while (done.length < 6) await sleep(10);
      await sweep.close();
      expect((await running).state).toBe('interrupted');
      await expect(sweep.best()).rejects.toThrow(code('sweep_closed'));
    });
    await opened(grid('goes-on'), async (sweep) => {
      expect(await sweep.run(work)).toMatchObject({ state: 'completed', completed: 12 });
    });
  });
});

describe('ask and tell', () => {
  test('give each trial once, and take back what was not told', async () => {
    await opened(grid('by-hand'), async (sweep) => {
      const [first, second] = await sweep.ask(2);
      await sweep.report(first!, 1, { loss: 9 });
      await sweep.tell(first!, loss(first!));
      await sweep.tell(first!.trial, loss(first!));
      await expect(sweep.tell(first!, { loss: 5 })).rejects.toThrow(code('told_otherwise'));
      await expect(sweep.tell(second!, {})).rejects.toThrow(code('missing_metric'));
      await sweep.fail(second!, 'out of memory');
      expect(await sweep.ask(1)).toHaveLength(1);
    });
    await opened(grid('by-hand'), async (sweep) => {
      let told = 0;
      for (let trials = await sweep.ask(4); trials.length > 0; trials = await sweep.ask(4)) {
        for (const trial of trials) await sweep.tell(trial, loss(trial));
        told += trials.length;
      }
      expect(told).toBe(10);
      expect(await sweep.state()).toBe('completed');
    });
  });

  test('close waits for what is under way, and gives back what that brought', async () => {
    const sweep = await openSweep(grid('closed'), { store });
    const asked = sweep.ask(3);
    await sweep.close();
    expect(await asked).toHaveLength(3);
    await expect(sweep.ask(1)).rejects.toThrow(code('sweep_closed'));
    await opened(grid('closed'), async (again) => {
      const [first, ...others] = await again.ask(12);
      expect([first?.trial, others.length]).toEqual([expect.stringMatching(/\.2$/), 11]);
      const told = again.tell(first!, loss(first!));
      await again.close();
      expect(await told).toBeUndefined();
    });
  });

  test('what was begun by hand is finished by a function', async () => {
    await opened(grid('both'), async (sweep) => {
      for (const trial of await sweep.ask(5)) await sweep.tell(trial, loss(trial));
      expect(await sweep.run(loss)).toMatchObject({ state: 'completed', completed: 12 });
    });
  });
});

describe('what is wrong', () => {
  test('of a sweep is said with all its faults', async () => {
    const wrong = grid('wrong', { method: 'guess', replicates: 0 });
    const error = await openSweep(wrong, { store }).catch((thrown: unknown) => thrown as SweepError);
    expect(error).toBeInstanceOf(SweepError);
    expect(error).toMatchObject({ code: 'bad_sweep_file', hint: expect.stringContaining('sweep-file.md') });
    expect((error as SweepError).faults.map(({ path }) => path).sort()).toEqual(['method', 'replicates']);
    // As Node prints it where nobody catches it.
    const printed = inspect(error);
    expect(printed.split('docs/sweep-file.md describes every key')).toHaveLength(2);
    expect((error as SweepError).message).toMatch(
      /^the sweep file has 2 faults\.\n {2}line 1, method: .*\n {2}line 1, replicates: .*$/,
    );
    expect(printed).not.toContain('cause');
    await expect(openSweep(join(folder, 'none.yaml'), { store })).rejects.toThrow(code('no_sweep_file'));
    const builtIn = { ...grid('deck'), dataset: { kind: 'simulated' }, parameters: { epochs: { value: 1 } } };
    delete (builtIn as { metric?: unknown }).metric;
    await expect(openSweep(builtIn, { store })).rejects.toThrow(code('built_in_sweep'));
    const doubtful = grid('doubtful', { parameters: { a: { min: 0, max: 1 }, b: { value: 2 } } });
    await expect(openSweep(doubtful, { store })).rejects.toMatchObject({
      faults: [{ code: 'doubtful_range', path: 'parameters.a' }],
    });
  });

  test('of a call is said with what to do', async () => {
    await opened(grid('calls'), async (sweep) => {
      await expect(sweep.run(loss, { slots: 0 })).rejects.toThrow(code('bad_slots'));
      await expect(sweep.ask(0)).rejects.toThrow(code('bad_count'));
      await expect(sweep.ask(1, { leaseMs: Number.NaN })).rejects.toThrow(code('bad_lease'));
      await expect(sweep.leaderboard({ by: 'los' })).rejects.toThrow(code('unknown_metric'));
      const running = sweep.run(async (call) => {
        await sleep(5);
        return loss(call);
      });
      await expect(sweep.run(loss)).rejects.toThrow(code('sweep_running'));
      await running;
    });
  });

  test('of what TypeScript would refuse is one as well', async () => {
    const never = (value: unknown) => value as never;
    for (const file of [null, 5, undefined, []])
      await expect(openSweep(never(file), { store })).rejects.toThrow(code('bad_argument'));
    await opened(grid('javascript'), async (sweep) => {
      await expect(sweep.run(never(5))).rejects.toThrow(code('bad_argument'));
      await expect(sweep.tell(never(undefined), { loss: 1 })).rejects.toThrow(code('bad_argument'));
      await expect(sweep.leaderboard({ rows: -3 })).rejects.toThrow(code('bad_argument'));
      const [trial] = await sweep.ask(1);
      for (const metrics of [undefined, null, 3, [1]])
        await expect(sweep.tell(trial!, never(metrics))).rejects.toThrow(code('bad_argument'));
      await expect(sweep.tell(trial!, never({ loss: 3n }))).rejects.toThrow(code('bad_metric'));
    });
  });

  test('what is too large to sum up counts as infinite', async () => {
    await opened(grid('huge'), async (sweep) => {
      const outcome = await sweep.run(({ config, replicate }) => ({
        loss: config['a'] === 1 ? 1e200 * replicate : 1,
      }));
      expect(outcome.state).toBe('completed');
      expect(outcome.diverged).toBeGreaterThan(0);
    });
  });

  test('a file that names a program is asked all the same', async () => {
    const file = join(folder, 'named.yaml');
    writeFileSync(
      file,
      'program: train.py\nmethod: grid\nmetric: { name: loss }\nparameters: { a: { values: [1, 2] } }\n',
    );
    await opened(file, async (sweep) => {
      expect(sweep.name).toBe('named');
      expect(await sweep.run(loss)).toMatchObject({ completed: 2 });
    });
  });
});
