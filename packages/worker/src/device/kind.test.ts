import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackendMissing,
  denseClassifier,
  type Engine,
  type EngineOptions,
  formatEngineId,
  parseEngineId,
  Unsupported,
} from '@latentsweep/core';
import { SIMD } from '@latentsweep/engine-simd/kind';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type FakeDevice, fakePackage, tests } from '../fixtures/fake-device.ts';
import { type DeviceEngine, deviceKind } from './kind.ts';
import { Verdicts } from './verdicts.ts';

let deviceFolder: string;
beforeEach(async () => {
  deviceFolder = await mkdtemp(join(tmpdir(), 'devices-'));
  tests.ran = 0;
});
afterEach(() => rm(deviceFolder, { recursive: true }));

async function open(device: FakeDevice = {}, options: EngineOptions = { deviceFolder }): Promise<Engine> {
  const engine = await deviceKind(
    fakePackage(() => device),
    SIMD,
  ).open(null, options);
  onTestFinished(async () => engine.close());
  return engine;
}

const simd = SIMD.variants[0]!.id;
const verdictFiles = async () =>
  (await readdir(join(deviceFolder, 'devices'))).filter((file) => file.endsWith('.json'));

describe('An engine on a device', () => {
  it('that has the bits of another has its id, and says what computes', async () => {
    const engine = await open();
    expect(engine.id).toEqual(simd);
    expect(engine.traits).toMatchObject({ exact: true, gpu: true, ownProcess: true });
    expect(engine.limits).toEqual({ laneBytes: 9 });
    expect(engine.computedBy).toEqual({ engine: 'card@1', device: 'Card 5', driver: '550.1' });
    expect(engine.note).toBeUndefined();
  });

  it('leaves what it does not support to others before it trains', async () => {
    const engine = await open();
    const network = denseClassifier({ features: 3, hiddenSizes: [4, 4], classes: 2 });
    const shape = { network, batchSize: 4, optimizer: 'adam' } as const;
    await expect(engine.classifier(shape, [])).rejects.toThrow(Unsupported);
  });

  it('that has not its bits is an engine of its own, of that device and driver', async () => {
    const engine = await open({ off: 1e-5, driver: 'Driver 5.50/x' });
    expect(formatEngineId(engine.id)).toBe('card@1:card-5-driver-5.50-x');
    expect(parseEngineId(formatEngineId(engine.id))).toEqual(engine.id);
    expect(engine.traits.exact).toBe(false);
    expect(engine.computedBy).toBeUndefined();
    expect(engine.note).toContain('it is off by 0.00001');
  });

  it('that is off by more than rounding can’t be used', async () => {
    await expect(open({ off: 0.5 })).rejects.toThrow(
      expect.objectContaining({
        code: 'backend_missing',
        message: expect.stringMatching(
          /^Card 5 computes wrongly: classifier_loss of a trial is .* is right\.$/,
        ),
      }),
    );
  });

  it('that is not there, or is one in software that is not allowed, is missing', async () => {
    await expect(open({ isMissing: true })).rejects.toThrow(BackendMissing);
    await expect(open({}, { device: 'Card 6' })).rejects.toThrow(BackendMissing);
    await expect(open({ isSoftware: true })).rejects.toThrow(BackendMissing);
    expect((await open({ isSoftware: true }, { allowSoftware: true })).id).toEqual(simd);
  });
});

describe('Several devices of one name', () => {
  it('are told of, since one alone is used', async () => {
    expect((await open({ alike: 8 })).note).toMatch(
      /^Of 8 devices named Card 5 this uses the first alone: docs/,
    );
  });
});

describe('The self-test of a device', () => {
  it('is kept, and made again with another driver', async () => {
    for (const device of [{}, {}, { driver: '560.1' }, {}, { driver: '560.1' }]) await open(device);
    expect(tests.ran).toBe(2);
    expect(await verdictFiles()).toHaveLength(2);
  });

  it('is made again where what it tests is another', async () => {
    for (const sources of ['first', 'first', 'second', 'second']) await open({ sources });
    expect(tests.ran).toBe(2);
  });

  it('is kept for each of two versions that are used by turns: none forgets what it saw later', async () => {
    const { tested } = (await open({ sources: 'first' })) as DeviceEngine;
    await new Verdicts(deviceFolder).keep(tested, { exact: false, differs: 'trial 7' });
    expect((await open({ sources: 'second' })).traits.exact).toBe(true);
    expect((await open({ sources: 'first' })).note).toContain('trial 7');
    expect(tests.ran).toBe(2);
  });

  it('is kept where it failed, too', async () => {
    for (let i = 0; i < 2; i++) expect((await open({ off: 1e-5 })).traits.exact).toBe(false);
    expect(tests.ran).toBe(1);
  });

  it('is made again where what was kept is of something else, or can’t be read or written', async () => {
    await open();
    const [file] = await verdictFiles();
    const place = join(deviceFolder, 'devices', file!);
    const kept = await readFile(place, 'utf8');
    for (const text of ['', '{}', 'null', kept.replace('550.1', '560.1'), kept.replace('true', '"yes"')]) {
      await writeFile(place, text);
      await open();
    }
    expect(tests.ran).toBe(6);
    expect(await readFile(place, 'utf8')).toBe(kept);
    await open({}, { deviceFolder: place });
    expect(tests.ran).toBe(7);
  });

  it('is made at each start where nothing is kept', async () => {
    for (let i = 0; i < 2; i++) await open({}, {});
    expect(tests.ran).toBe(2);
  });
});

describe('Two processes on one device', () => {
  it('are told of each other, and one that has ended is not told of', async () => {
    await open();
    const [mine] = (await readdir(join(deviceFolder, 'devices'))).filter((file) => file.includes('used-by'));
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)']);
    onTestFinished(() => void other.kill('SIGKILL'));
    const theirs = mine!.replace(/\d+$/, String(other.pid));
    await writeFile(join(deviceFolder, 'devices', theirs), '');
    expect((await open()).note).toContain(`1 other process (${other.pid})`);
    await new Promise((resolve) => other.once('exit', resolve).kill('SIGKILL'));
    expect((await open()).note).toBeUndefined();
    expect(await readdir(join(deviceFolder, 'devices'))).not.toContain(theirs);
  });
});
