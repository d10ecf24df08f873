import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProgram, works } from './start-program.ts';

const ROOT = join(import.meta.dirname, '..');
const CLIENTS = ['clients/python/latentsweep.py', 'clients/wandb-stand-in/wandb.py'];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-wandb-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!works('python3', '--version'))('the stand-in for wandb', () => {
  const start = (script: string, args: string[], config?: Record<string, unknown>) => {
    for (const client of CLIENTS) copyFileSync(join(ROOT, client), join(folder, client.split('/').at(-1)!));
    copyFileSync(join(ROOT, 'test/clients/wandb', script), join(folder, script));
    // Where wandb itself ran it has left a folder of this name.
    mkdirSync(join(folder, 'wandb'));
    const file = join(folder, 'config.json');
    if (config !== undefined) writeFileSync(file, JSON.stringify(config));
    const env = {
      LATENTSWEEP_TRIAL: '12',
      ...(config === undefined ? {} : { LATENTSWEEP_CONFIG: file }),
    };
    return startProgram(['python3', script, ...args], { folder, env });
  };

  it('runs a script with flags, as it is', async () => {
    const said = await start('by-flags.py', ['--lr=0.51', '--epochs=2', '--augment=True']);
    const [first, second] = [0.5 + 1, 0.5];
    expect(said).toMatchObject({ code: 0, errors: 'wandb (stand-in): wandb.watch is left out\n' });
    const row = { batch: 32 };
    expect(said.reports).toEqual([
      { _step: 0, epoch: 1, val_loss: first, 'train.loss': first, 'val_loss.min': first, ...row },
      { _step: 1, epoch: 2, val_loss: second, 'train.loss': second, 'val_loss.min': second, ...row },
      { _step: 1, augmented: true },
    ]);
  });

  it('runs a script with a sweep and an agent of its own once', async () => {
    const said = await start('by-agent.py', [], { x: 2, 'net.layers': 3, 'net.width': 5 });
    expect(said.code).toBe(0);
    expect(said.reports).toEqual([{ _step: 0, score: 23 }]);
    expect(said.errors.split('\n')).toEqual([
      expect.stringContaining('wandb.sweep() does nothing'),
      'wandb (stand-in): wandb.Image is left out',
      'wandb (stand-in): wandb.Table is left out',
      "wandb (stand-in): 'list' is left out: it is no number",
      '',
    ]);
  });

  it('keeps rows, steps and the config as wandb does', async () => {
    const { code, reports, errors, log } = await start('rows.py', [], { lr: 0.5, 'net.layers': 2 });
    expect(errors).toBe(
      "wandb (stand-in): config 'lr' stays 0.5: the sweep decides it\n" +
        'wandb (stand-in): values of step 2 are left out, as step 4 has begun\n',
    );
    expect(code).toBe(0);
    expect(reports).toEqual([
      { _step: 0, numpy: 0.25, torch: 0.25, yes: true },
      {
        ...{ _step: 4, nan: 'NaN', 'val/a': 1, 'val/a.max': 1, 'val/a.mean': 1 },
        ...{ 'val/b': 1, 'val/b.max': 1, 'val/b.mean': 1 },
      },
      { _step: 4, best: 3 },
      { _step: 4, best: 4 },
      { _step: 9, last: 1 },
    ]);
    expect(log).toEqual([
      'wandb.init() must be called before wandb.log()',
      "wandb.config has no 'none', only lr, net, own, more",
      "latentsweep's stand-in for wandb has no 'Api'",
    ]);
  });
});
