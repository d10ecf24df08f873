import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, openStage, pidIn, type Stage, TRIAL, type TrialWish, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

const never = () => new AbortController().signal;

/** What a program does with each task, in JavaScript. */
const serving = (body: string) => [
  process.execPath,
  '-e',
  `const say = (o) => console.log(JSON.stringify(o));
   require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
     const task = JSON.parse(line); const { trial, config } = task; ${body} });`,
];

function openWarm(
  body: string,
  wish: Parameters<Stage['open']>[1] = {},
  timing: Parameters<Stage['open']>[2] = {},
) {
  const runner = stage.open(serving(body), { warm: true, ...wish }, timing);
  return {
    runner,
    run: async (trial: TrialWish = {}, signal = never()) =>
      (await runner.run({ ...TRIAL, ...trial }, signal, () => {}))!,
  };
}

describe('A warm program', () => {
  it('takes many trials in one process', async () => {
    const { run } = openWarm(`console.error(trial + ' ' + process.pid); say({ step: 1, loss: 9 });
      setTimeout(() => say({ trial, done: true, loss: config.lr, pid: process.pid }), 5)`);
    const ends = [];
    for (const trialId of [1, 2, 3]) ends.push(await run({ trialId, config: { lr: trialId / 10 } }));
    const pids = ends.map(({ result }) => (result.outcome === 'completed' ? result.measures['pid'] : null));
    expect(new Set(pids).size).toBe(1);
    expect(ends.map(({ log }) => log)).toEqual([1, 2, 3].map((trial) => `${trial} ${pids[0]}\n`));
    expect(ends[1]!.result).toMatchObject({
      measures: { loss: 0.2 },
      curves: { loss: [9, 0.2], step: [1, 2] },
    });
    expect(Object.keys((ends[1]!.result as { measures: object }).measures)).toEqual(['loss', 'pid']);
  });

  it('is given all that a trial has, in its line', async () => {
    const { run } = openWarm(
      `console.error(line + process.env.LATENTSWEEP_WARM); say({ trial, done: true, loss: 1 })`,
    );
    const { log } = await run();
    const task = JSON.parse(log.slice(0, log.lastIndexOf('}') + 1)) as Record<string, string>;
    expect(log.trim().endsWith('}1')).toBe(true);
    expect(task).toMatchObject({ trial: 7, config: { lr: 0.5 }, replicate: 2, seed: 2 });
    expect(Object.keys(task).toSorted()).toEqual([
      'artifacts',
      'config',
      'metric',
      'replicate',
      'scratch',
      'seed',
      'stop',
      'trial',
    ]);
    expect(task['artifacts']).toBe(join(task['scratch']!, 'artifacts'));
  });

  it('runs as many processes as there are trials at a time, and uses them again', async () => {
    const { run } = openWarm(`setTimeout(() => say({ trial, done: true, loss: process.pid }), 100)`);
    const pids = new Set<unknown>();
    for (let round = 0; round < 2; round++) {
      const ends = await Promise.all([1, 2].map((trialId) => run({ trialId })));
      for (const { result } of ends) pids.add(result.outcome === 'completed' && result.measures['loss']);
    }
    expect(pids.size).toBe(2);
  });

  it.each([
    ['process.exit(3)', 'exit_code: 3'],
    ['process.exit(0)', 'exit_code: 0, before the trial was done'],
    [
      `process.kill(process.pid, 'SIGKILL')`,
      'signal: SIGKILL (from outside: so the system ends what takes its last memory)',
    ],
    [`say({ trial: 99, done: true, loss: 1 })`, 'bad_report: it answered for trial 99 in trial 1'],
    [`say({ trial, failed: 'singular matrix' })`, 'program_failed: singular matrix'],
    [`say({ trial, done: true, los: 1 })`, 'missing_metric: loss was never reported; only los was'],
    [`setInterval(() => {}, 1000)`, 'time_limit: it ran for longer than 0.4 s'],
    [
      `process.on('SIGTERM', () => say({ trial, done: true, loss: 1 }))`,
      'time_limit: it ran for longer than 0.4 s',
    ],
    [`for (let i = 0; i < 40; i++) console.log('x'.repeat(50_000))`, 'output_limit: it wrote more than 1 MB'],
  ])('fails a trial in words: %s', async (body, error) => {
    const { run } = openWarm(body, {
      limits: { seconds: error.startsWith('time') ? 0.4 : null, outputMb: 1 },
    });
    expect((await run({ trialId: 1 })).result).toEqual({ outcome: 'failed', error });
  });

  it('is started anew after it died', async () => {
    const { run } = openWarm(`if (trial % 2) process.exit(1); say({ trial, done: true, loss: process.pid })`);
    const outcomes = [];
    for (let trialId = 0; trialId < 6; trialId++) outcomes.push((await run({ trialId })).result.outcome);
    expect(outcomes).toEqual(['completed', 'failed', 'completed', 'failed', 'completed', 'failed']);
  });

  it('may be asked to stop a trial and live on', async () => {
    const { run } = openWarm(`say({ loss: process.pid }); const wait = setInterval(() => {
      if (!require('node:fs').existsSync(task.stop) && trial === 1) return;
      clearInterval(wait); require('node:fs').appendFileSync('pids', process.pid + ' '); say({ trial, done: true, loss: process.pid }) }, 5)`);
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 200);
    expect(await run({ trialId: 1 }, stopping.signal)).toBeNull();
    const { result } = await run({ trialId: 2 });
    const [first] = await import('node:fs').then(({ readFileSync }) =>
      readFileSync(join(stage.folder, 'pids'), 'utf8').split(' '),
    );
    expect(result).toMatchObject({ measures: { loss: Number(first) } });
  });

  it.each([
    ['that ends with its input', ''],
    ['that does not', 'setInterval(() => {}, 1000);'],
  ])('ends with its runner, one %s', async (_, body) => {
    const { run, runner } = openWarm(
      `require('node:fs').writeFileSync('pid', process.pid + '\\n'); ${body} say({ trial, done: true, loss: 1 })`,
    );
    await run();
    const pid = await pidIn(join(stage.folder, 'pid'));
    expect(isAlive(pid)).toBe(true);
    await runner.close();
    await until(() => !isAlive(pid));
  });

  it('says what it says between trials to nobody', async () => {
    const { run } = openWarm(
      `say({ trial, done: true, loss: 1 }); setTimeout(() => say({ loss: 5, late: 1 }), 1)`,
    );
    for (let i = 0; i < 3; i++) {
      const { result } = await run({ trialId: i });
      expect(result).toMatchObject({ outcome: 'completed' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
