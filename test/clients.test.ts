import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Said, startProgram, works } from './start-program.ts';

const CLIENTS = join(import.meta.dirname, '..', 'clients');
const LANGUAGES = [
  {
    name: 'Python',
    command: 'python3',
    client: 'python/latentsweep.py',
    there: works('python3', '--version'),
  },
  { name: 'R', command: 'Rscript', client: 'r/latentsweep.R', there: works('Rscript', '--version') },
  { name: 'TypeScript', command: process.execPath, client: 'typescript/latentsweep.ts', there: true },
];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-clients-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TRIAL = { LATENTSWEEP_TRIAL: '12', LATENTSWEEP_SEED: '2147483647' };
const CONFIG = JSON.stringify({ lr: 0.01, name: 'adam', deep: true, sizes: [2, 3] });
const READ = { lr: 0.01, deep: true, adam: true, three: false };

for (const { name, command, client, there } of LANGUAGES) {
  describe.skipIf(!there)(`the client for ${name}`, () => {
    const program = join(import.meta.dirname, 'clients', `program${extname(client)}`);
    const start = (args: string[], env: Record<string, string> = {}, input = ''): Promise<Said> => {
      const beside = join(folder, basename(program));
      // The one in TypeScript is checked where it lies, and imports its client from where that lies.
      if (name !== 'TypeScript') copyFileSync(program, beside);
      copyFileSync(join(CLIENTS, client), join(folder, basename(client)));
      return startProgram([command, name === 'TypeScript' ? program : beside, ...args], {
        folder,
        env,
        input,
      });
    };
    const file = (text: string) => {
      writeFileSync(join(folder, 'config.json'), text);
      return join(folder, 'config.json');
    };

    it('works outside a sweep, with the defaults', async () => {
      const { code, reports, errors } = await start([]);
      expect(errors).toBe('');
      expect(code).toBe(0);
      expect(reports).toEqual([
        { lr: 0.5, deep: false, adam: false, three: false },
        { sizes: 1 },
        { step: 3, 'val/loss': 'NaN', worst: '-Infinity', tiny: 1e-300, third: 1 / 3 },
        { seed: 0, stop: false, checkpoint: false },
      ]);
      expect(readFileSync(join(folder, 'artifacts', 'note.txt'), 'utf8').trim()).toBe('kept');
    });

    it('knows its trial', async () => {
      const stop = file('{}');
      const places = { LATENTSWEEP_STOP: stop, LATENTSWEEP_CHECKPOINT: folder };
      const kept = { LATENTSWEEP_ARTIFACTS: join(folder, 'kept') };
      const { reports } = await start(['--lr=1'], { ...TRIAL, ...places, ...kept });
      expect(reports.at(-1)).toEqual({ seed: 2147483647, stop: true, checkpoint: true });
      expect(readFileSync(join(folder, 'kept', 'note.txt'), 'utf8').trim()).toBe('kept');
    });

    it.each([
      ['where its metric is', 'third', '3', true],
      ['behind it', 'third', '4', false],
      ['of a metric that is no number there', 'val/loss', '3', false],
    ])('stops at the step to which it is to run: %s', async (_, metric, until, stop) => {
      const told = { LATENTSWEEP_METRIC: metric, LATENTSWEEP_UNTIL_STEP: until };
      const { reports } = await start(['--lr=1'], { ...TRIAL, ...told });
      expect(reports.at(-1)).toMatchObject({ stop });
    });

    it.each([
      ['flags', ['--lr=0.01', '--name=adam', '--deep=true', '--sizes=[2,3]']],
      ['flags with their values apart', ['--lr', '0.01', '--name', 'adam', '--sizes', '[2,3]', '--deep']],
      ['flags without hyphens', ['lr=0.01', 'name=adam', 'deep=true', 'sizes=[2,3]']],
    ])('reads %s', async (_, args) => {
      const { reports } = await start(args, TRIAL);
      expect(reports.slice(0, 2)).toEqual([READ, { sizes: 5 }]);
    });

    it('takes a number for text where its default is text', async () => {
      const { reports } = await start(['--name=3', '--lr=1e-3'], TRIAL);
      expect(reports[0]).toEqual({ lr: 0.001, deep: false, adam: false, three: true });
    });

    it('takes a flag with =, blanks and a line break whole', async () => {
      const { reports, code } = await start(['--name=a=b "c"\nd', '--lr=2'], TRIAL);
      expect([code, reports[0]?.['lr']]).toEqual([0, 2]);
    });

    it.skipIf(name === 'R')('reads one argument of JSON', async () => {
      const { reports } = await start([CONFIG], TRIAL);
      expect(reports.slice(0, 2)).toEqual([READ, { sizes: 5 }]);
    });

    it('reads a number below zero as a value', async () => {
      const { reports } = await start(['--lr', '-2.5', '--deep=true', '--name', '3'], TRIAL);
      expect(reports[0]).toEqual({ lr: -2.5, deep: true, adam: false, three: true });
    });

    it('reads variables', async () => {
      const named = { LR: '0.01', NAME: 'adam', DEEP: 'true', SIZES: '[2,3]' };
      const env = Object.fromEntries(
        Object.entries(named).map(([key, text]) => [`LATENTSWEEP_PARAM_${key}`, text]),
      );
      const { reports } = await start([], { ...TRIAL, ...env });
      expect(reports.slice(0, 2)).toEqual([READ, { sizes: 5 }]);
    });

    it.skipIf(name === 'R')('reads a file', async () => {
      const { reports } = await start([], { ...TRIAL, LATENTSWEEP_CONFIG: file(CONFIG) });
      expect(reports.slice(0, 2)).toEqual([READ, { sizes: 5 }]);
    });

    it.skipIf(name === 'R')('reads standard input', async () => {
      const { reports } = await start([], TRIAL, CONFIG);
      expect(reports.slice(0, 2)).toEqual([READ, { sizes: 5 }]);
    });

    it('would not run a trial with its defaults alone', async () => {
      const { code, errors } = await start([], TRIAL);
      expect(code).not.toBe(0);
      expect(errors).toContain('the sweep gave no parameters');
    });

    it.skipIf(name === 'R')('takes trial after trial, one that fails between them', async () => {
      const config = { lr: 0.01, name: 'adam', deep: true };
      const trials = [
        { trial: 1, config },
        { trial: 2, config: { ...config, name: 'fails' } },
        { trial: 3, config: { ...config, lr: 7, name: 'ä' } },
      ];
      const input = trials.map((trial) => `${JSON.stringify(trial)}\n`).join('');
      const { code, reports, errors } = await start([], { LATENTSWEEP_WARM: '1' }, input);
      expect(code).toBe(0);
      expect(reports).toEqual([
        { trial: 1, done: true, ...READ },
        { trial: 2, failed: expect.stringMatching(/^(Value)?Error: as it was asked to$/) },
        { trial: 3, done: true, ...READ, lr: 7, adam: false },
      ]);
      expect(errors).toContain('as it was asked to');
    });
  });
}
