import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openStage, TRIAL } from '../fixtures/stage.ts';
import { importsIn, interpreterIn } from './interpreter.ts';

const stage = openStage();
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => stage.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hasPython = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

function write(name: string, text: string): string {
  writeFileSync(join(stage.folder, name), text);
  return text;
}

describe('what a trial ran in', () => {
  it('is its file, by hash, and the machine', async () => {
    const text = write('train.sh', `echo '{"loss":1}'`);
    const { ran } = await stage.run(['sh', 'train.sh', '${args}']);
    expect(ran).toEqual({
      ...{ host: hostname(), platform: `${process.platform} ${process.arch}` },
      ...{ file: 'train.sh', sha256: sha256(text) },
    });
  });

  it('is looked at anew where the file has changed', async () => {
    const before = write('changing.sh', `echo '{"loss":1}'`);
    const runner = stage.open(['sh', 'changing.sh']);
    const run = async () => (await runner.run(TRIAL, new AbortController().signal, () => {}))!.ran.sha256;
    expect(await run()).toBe(sha256(before));
    const after = write('changing.sh', `echo '{"loss":2 }'`);
    expect(await run()).toBe(sha256(after));
  });

  it('is the machine alone where a command has no file, or none is there', async () => {
    const { ran } = await stage.run(['sh', '-c', `echo '{"loss":1}'`]);
    expect(Object.keys(ran)).toEqual(['host', 'platform']);
    const missing = await stage.run(['./missing.sh']);
    expect(missing.result.outcome).toBe('failed');
    expect(Object.keys(missing.ran)).toEqual(['host', 'platform']);
  });

  it('is an interpreter with its version', async () => {
    write('train.mjs', `console.log('{"loss":1}')`);
    const { ran } = await stage.run([process.execPath, 'train.mjs']);
    expect(ran).toMatchObject({ interpreter: process.execPath.slice(-100), version: process.version });
  });

  it('waits for no interpreter that says nothing', async () => {
    write('node', '#!/bin/sh\ncase "$1" in --version) exec sleep 60;; *) echo \'{"loss":1}\';; esac\n');
    execFileSync('chmod', ['+x', join(stage.folder, 'node')]);
    const runner = stage.open(['./node', 'train.mjs'], {}, { askMs: 100 });
    const { result, ran } = (await runner.run(TRIAL, new AbortController().signal, () => {}))!;
    expect(result.outcome).toBe('completed');
    expect(ran.interpreter).toBe('./node');
    expect(ran.version).toBeUndefined();
  });

  it.skipIf(!hasPython)(
    'has the packages that a script imports, and runs nothing of the user’s for that',
    async () => {
      const site = join(stage.folder, 'site');
      mkdirSync(join(site, 'toy_kit-1.2.dist-info'), { recursive: true });
      write('site/toy.py', '');
      write('site/toy_kit-1.2.dist-info/METADATA', 'Metadata-Version: 2.1\nName: toy-kit\nVersion: 1.2\n');
      write('site/toy_kit-1.2.dist-info/top_level.txt', 'toy\n');
      vi.stubEnv('PYTHONPATH', site);
      write('json.py', `open('was-run', 'w')`);
      write('train.py', `import sys\nfrom toy import *\nprint('{"loss": 1}')\n`);
      const { result, ran } = await stage.run(['/usr/bin/env', 'python3', 'train.py'], {
        environment: ['PYTHONPATH'],
      });
      expect(result.outcome).toBe('completed');
      expect(ran).toMatchObject({ file: 'train.py', interpreter: 'python3', packages: { 'toy-kit': '1.2' } });
      expect(ran.version).toMatch(/^\d+\.\d+/);
      expect(existsSync(join(stage.folder, 'was-run'))).toBe(false);
    },
  );
});

describe('an interpreter', () => {
  it.each([
    [['python3', '-u', 'train.py'], 'python3'],
    [['/usr/bin/env', '/srv/.venv/bin/python3.12', 'train.py'], '/srv/.venv/bin/python3.12'],
    [['Rscript', 'train.R'], 'Rscript'],
    [['./train', 'python3'], null],
    [['sh', 'train.sh'], null],
    [[], null],
  ])('in %j is %j', (command, word) => expect(interpreterIn(command)).toBe(word));

  it('is asked for the modules that a script names', () => {
    const script = [
      'import numpy as np, os.path',
      'if True:',
      '\tfrom sklearn.linear_model import Ridge # import no',
      '    import torch; import late',
      'from . import sibling',
      'important = "import nothing"',
    ].join('\r\n');
    expect(importsIn(script)).toEqual(['numpy', 'os', 'sklearn', 'torch']);
    expect(importsIn(Array.from({ length: 99 }, (_, i) => `import m${i}`).join('\n'))).toHaveLength(50);
  });
});
