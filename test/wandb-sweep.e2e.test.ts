import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { works } from './start-program.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const ROOT = join(import.meta.dirname, '..');
const BESIDE = [
  'clients/python/latentsweep.py',
  'clients/wandb-stand-in/wandb.py',
  'test/clients/wandb/by-flags.py',
];

/** With the keys, macros and spellings that W&B's documentation shows. */
const SWEEP = `project: first-steps
entity: our-team
name: by-flags
description: as W&B has it
program: by-flags.py
command:
  - \${env}
  - \${interpreter}
  - \${program}
  - \${args}
method: random
run_cap: 6
metric:
  goal: minimize
  name: val_loss
parameters:
  lr:
    distribution: uniform
    min: 0.001
    max: 0.1
  epochs:
    values: [2, 3]
  augment:
    values: [true, false]
`;

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  for (const path of BESIDE) copyFileSync(join(ROOT, path), join(place.folder, path.split('/').at(-1)!));
});
afterAll(() => place.remove());

describe.skipIf(!works('python3', '--version'))('a sweep file and a script of W&B’s', () => {
  it('run unchanged, from the file to the leaderboard', { timeout: 120_000 }, async () => {
    const file = await place.write('sweep.yaml', SWEEP);
    const { code, err } = await place.sweep('run', file, '--trust');
    expect(code, err).toBe(0);
    const query =
      'select lr, epochs, augment, val_loss, val_loss_min as least from sweep_by_flags order by val_loss';
    const trials = JSON.parse((await place.sweep('sql', query, '-f', 'json')).out);
    expect(trials).toHaveLength(6);
    for (const { lr, epochs, val_loss, least } of trials) {
      expect(least).toBeCloseTo(Math.abs(lr - 0.01));
      expect(val_loss).toBeCloseTo(least + (epochs % 2));
    }
    const { out } = await place.sweep('top', 'by-flags', '-n', '1', '-f', 'json');
    const { lr, epochs, augment, val_loss: mean } = trials[0];
    expect(JSON.parse(out).rows).toEqual([expect.objectContaining({ rank: 1, lr, epochs, augment, mean })]);
  });
});
