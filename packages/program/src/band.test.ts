import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileAt, KeptFile } from './files/kept-file.ts';
import { cutAnywhere } from './fixtures/cut-anywhere.ts';
import { openStage, type Stage, TRIAL } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

const sh = (script: string) => ['sh', '-c', script];
/** Reports a loss that falls, up to `steps`; `each` comes after each report, with its number in $i. */
const training = (steps: number, each = ':') =>
  sh(
    `i=\${from:-1}; while [ $i -le ${steps} ]; do echo "{\\"step\\": $i, \\"loss\\": $((100 - i))}"; ${each}; i=$((i + 1)); done`,
  );
/** Where checkpoints are kept, in memory: a trial goes on from the last one. */
function keeping() {
  const contents = new Map<string, Buffer>();
  let files: readonly KeptFile[] = [];
  return {
    keeper: {
      checkpoint: async (kept: readonly FileAt[]) => {
        for (const { sha256, path } of kept) contents.set(sha256, readFileSync(path));
        files = kept.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
      },
    },
    names: () => files.map(({ name }) => name),
    last: () => {
      const all = files.map(({ sha256 }) => contents.get(sha256)!);
      return { checkpoint: { files, pieces: () => cutAnywhere(all) } };
    },
  };
}

const losses = ({ result }: { result: { outcome: string } }) => {
  const { measures, curves } = result as unknown as {
    measures: { loss: number };
    curves: { loss?: number[] };
  };
  return [measures.loss, curves.loss?.length ?? 1];
};

describe('A program that is cut at a step', () => {
  it('is told of it, and ended there, with what it has reported up to it', async () => {
    const endless = training(1000, 'echo "until $LATENTSWEEP_UNTIL_STEP" >&2; sleep 0.05');
    const end = await stage.run(endless, {}, { until: 3 });
    expect(end).toMatchObject({ cut: true, result: { outcome: 'completed' } });
    expect(losses(end)).toEqual([97, 3]);
    expect(end.log).toMatch(/^until 3\n/);
  });

  it('has the same result up to there whatever it does behind it', async () => {
    const ends = [
      await stage.run(training(3), {}, { until: 3 }),
      await stage.run(training(900), {}, { until: 3 }),
      await stage.run(training(3, '[ $i -lt 3 ] || exit 1'), {}, { until: 3 }),
    ];
    for (const end of ends) {
      expect(end.cut).toBe(true);
      expect(end.result).toEqual(ends[0]!.result);
    }
  });

  it('is whole where it ends before', async () => {
    const end = await stage.run(training(2), {}, { until: 3 });
    expect([end.cut, ...losses(end)]).toEqual([false, 98, 2]);
    const failed = await stage.run(training(2, '[ $i -lt 2 ] || exit 4'), {}, { until: 3 });
    expect(failed).toMatchObject({ cut: false, result: { outcome: 'failed', error: 'exit_code: 4' } });
  });

  it.each([
    ['what is reported of other metrics', '{"step": 7, "rate": 1}', '{"step": 9, "loss": 5}', 5],
    ['what is no number', '{"step": 3, "loss": NaN}', '{"step": 4, "loss": 6}', 6],
    ['steps that are left out', '{"step": 2, "loss": 8}', '{"step": 50, "loss": 7}', 7],
    ["W&B's rows, from 0", '{"_step": 1, "loss": 8}', '{"_step": 2, "loss": 4}', 4],
    ['reports without a step by their number', '{"loss": 9}\n{"loss": 8}', '{"loss": 3}', 3],
  ])('is measured by the first value there: %s', async (_, before, at, value) => {
    const script = `printf '%s\\n' '${before}' '${at}' '{"step": 99, "loss": 1}'`;
    const end = await stage.run(sh(script), {}, { until: 3 });
    expect([end.cut, losses(end)[0]]).toEqual([true, value]);
  });

  it('sums up what it has reported until then as its sweep has it', async () => {
    const spec = { ...TRIAL.spec, metrics: [{ name: 'loss', summary: 'max' }] } as const;
    const end = await stage.run(training(9), {}, { until: 4, spec });
    expect(losses(end)).toEqual([99, 4]);
  });

  it('has time to save its checkpoint, and none to go on', async () => {
    const { keeper, names } = keeping();
    const saving = training(
      3,
      'while [ $i -eq 3 ] && [ ! -e "$LATENTSWEEP_STOP" ]; do sleep 0.02; done; echo $i > "$LATENTSWEEP_CHECKPOINT/step"',
    );
    const end = await stage.run(saving, { checkpoint: true }, { until: 3 }, keeper);
    expect([end.cut, ...losses(end)]).toEqual([true, 97, 3]);
    expect(names()).toContain('step');
    // It looks at nothing, and would take a minute.
    const deaf = await stage.run(training(1200, 'sleep 0.05'), { checkpoint: true }, { until: 3 });
    expect(losses(deaf)).toEqual([97, 3]);
    expect(deaf.durationMs).toBeLessThan(50_000);
  });

  it('and is warm is told in its line, answers, and takes the next', async () => {
    const serve = `
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const { trial, until_step } = JSON.parse(line);
        for (let step = 1; step <= (until_step ?? 5); step++) console.log(JSON.stringify({ step, loss: 10 - step }));
        console.log(JSON.stringify({ trial, done: true, loss: 1, pid: process.pid }));
      });`;
    const runner = stage.open(['node', '-e', serve], { warm: true });
    const run = async (trialId: number, until?: number) =>
      (await runner.run(
        { ...TRIAL, trialId, ...(until === undefined ? {} : { until }) },
        new AbortController().signal,
        () => {},
      ))!;
    const [first, second, third] = [await run(1, 3), await run(2), await run(3, 3)];
    expect([first.cut, ...losses(first)]).toEqual([true, 7, 3]);
    expect([second.cut, ...losses(second)]).toEqual([false, 1, 6]);
    expect(third.result).toEqual(first.result);
  });
});

describe('A program that goes on from a checkpoint', () => {
  /** Goes on behind the step that it saved, reports, saves, and looks whether it is to stop. */
  const saving = (steps: number) =>
    sh(`at="$LATENTSWEEP_CHECKPOINT/step"; ls "$LATENTSWEEP_CHECKPOINT" >&2
      i=$(($(cat "$at" 2>/dev/null || echo 0) + 1)); echo "from $i" >&2
      while [ $i -le ${steps} ]; do
        echo "{\\"step\\": $i, \\"loss\\": $(((i - 5) * (i - 5)))}"
        echo $i > "$at.new"; mv "$at.new" "$at"
        [ $i -ge \${LATENTSWEEP_UNTIL_STEP:-99} ] && exit 0
        i=$((i + 1))
      done`);
  const OF_MAX = { ...TRIAL.spec, metrics: [{ name: 'loss', summary: 'max' }] } as const;

  it('has the result of one that ran through, its curves and sums too', async () => {
    const { keeper, last, names } = keeping();
    const declared = { checkpoint: true };
    const first = await stage.run(saving(9), declared, { until: 3, spec: OF_MAX }, keeper);
    expect(names().toSorted()).toEqual(['latentsweep-reports.json', 'step']);
    const second = await stage.run(saving(9), declared, { until: 6, spec: OF_MAX, ...last() }, keeper);
    const third = await stage.run(saving(9), declared, { spec: OF_MAX, ...last() }, keeper);
    expect([first, second, third].map(({ cut, log }) => [cut, log])).toEqual([
      [true, 'from 1\n'],
      [true, 'step\nfrom 4\n'],
      [false, 'step\nfrom 7\n'],
    ]);
    for (const [end, until] of [
      [first, 3],
      [second, 6],
      [third, undefined],
    ] as const) {
      const through = await stage.run(saving(until ?? 9), declared, { spec: OF_MAX });
      expect(end.result).toEqual(through.result);
    }
  });

  it('is not run again where it had come to its band, nor is what comes behind it counted there', async () => {
    const { keeper, last } = keeping();
    const on = saving(40).map((word) => word.replace(':-99', ':-99} ] && [ 1 -gt ${one:-2'));
    const first = await stage.run(on, { checkpoint: true }, { until: 3 }, keeper);
    expect(losses(first)).toEqual([4, 3]);
    const again = await stage.run(on, { checkpoint: true }, { until: 3, ...last() }, keeper);
    expect([again.cut, again.log]).toEqual([true, '']);
    expect(again.result).toEqual(first.result);
  });

  it('begins anew where it had gone on behind its next band, and is cut there as if it had not', async () => {
    const { keeper, last } = keeping();
    // All at once, so that it has ended before it can be told to.
    const rash =
      sh(`at="$LATENTSWEEP_CHECKPOINT/step"; i=$(cat "$at" 2>/dev/null || echo 0); echo "from $i" >&2
      lines=$(while [ $i -lt 9 ]; do i=$((i + 1)); echo "{\\"step\\": $i, \\"loss\\": $((100 - i))}"; done)
      echo 9 > "$at"; [ -z "$lines" ] || printf '%s\\n' "$lines"`);
    const first = await stage.run(rash, { checkpoint: true }, { until: 3 }, keeper);
    expect([first.cut, ...losses(first)]).toEqual([true, 97, 3]);
    const second = await stage.run(rash, { checkpoint: true }, { until: 6, ...last() }, keeper);
    expect([second.cut, ...losses(second)]).toEqual([true, 94, 6]);
    expect(second.log).toBe(
      "latentsweep: the checkpoint can't be used, and the trial begins anew: it has reported up to step 9, and is to be judged at step 6\nfrom 0\n",
    );
    const whole = await stage.run(rash, { checkpoint: true }, { ...last() });
    expect([whole.cut, whole.log, ...losses(whole)]).toEqual([false, 'from 9\n', 91, 9]);
  });

  it('counts on where it names no steps, and counts nothing twice where it goes back', async () => {
    const { keeper, last } = keeping();
    const unnamed = sh(
      `echo x > "$LATENTSWEEP_CHECKPOINT/x"; echo '{"loss": 1}'; echo '{"loss": 2}'; exit 1`,
    );
    const OF_MEAN = { ...TRIAL.spec, metrics: [{ name: 'loss', summary: 'mean' }] } as const;
    await stage.run(unnamed, { checkpoint: true }, { spec: OF_MEAN }, keeper);
    const on = await stage.run(
      sh(`echo '{"loss": 6}'; echo '{"step": 1, "loss": 99}'; echo '{"step": 4, "loss": 7}'`),
      { checkpoint: true },
      { spec: OF_MEAN, ...last() },
    );
    expect(on.result).toMatchObject({
      measures: { loss: 4 },
      curves: { step: [1, 2, 3, 4], loss: [1, 2, 6, 7] },
    });
  });

  it.each(['{', '[]', '{"metrics":{},"rows":[["x",{}]]}'])(
    'begins anew where what was reported is not whole: %s',
    async (text) => {
      const sha256 = createHash('sha256').update(text).digest('hex');
      const file = { name: 'latentsweep-reports.json', bytes: text.length, sha256 };
      const checkpoint = { files: [file], pieces: () => cutAnywhere([Buffer.from(text)]) };
      const end = await stage.run(saving(3), { checkpoint: true }, { checkpoint });
      expect(losses(end)).toEqual([4, 3]);
      expect(end.log).toMatch(
        /^latentsweep: the checkpoint can't be used, and the trial begins anew: .*\nfrom 1\n$/,
      );
    },
  );
});
