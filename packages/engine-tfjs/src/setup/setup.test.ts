import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SetupPlan, SetupStep } from '@latentsweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layNativePackage } from '../fixtures/native-package.ts';
import { openStage, python, type Stage } from '../fixtures/setup-stage.ts';
import { partOf } from './folder.ts';
import type { Recipe } from './recipe.ts';
import { createSetup } from './setup.ts';

const NEVER = new AbortController().signal;
const FAKE = new TextEncoder().encode('not the wheel');

let stage: Stage;
let target: string;
beforeEach(async () => {
  if (python === null) return;
  stage = await openStage();
  target = join(stage.folder, 'native');
});
afterEach(() => stage?.close());

const planned = (recipe: Recipe = stage.recipe): Promise<SetupPlan> =>
  createSetup({ recipes: { cpu: recipe, gpu: recipe }, env: stage.env, platform: 'linux-x64' }).plan({
    folder: target,
    gpu: false,
  });
const install = async (recipe?: Recipe) => (await planned(recipe)).run(() => {}, NEVER);
const isThere = () => existsSync(target);

it('is for Linux x64 alone, and says what there is for others', async () => {
  await expect(
    createSetup({ platform: 'darwin-arm64' }).plan({ folder: '/x', gpu: false }),
  ).rejects.toMatchObject({ code: 'setup_unsupported', hint: expect.stringContaining('npm install') });
});

describe.skipIf(python === null)('the set-up of libtensorflow (where a Python with pip is)', () => {
  it('fetches from the index that the user has set, builds, tries, and puts it in its place at the end', async () => {
    const plan = await planned();
    expect(plan).toMatchObject({
      state: 'new',
      replaced: null,
      fetches: 1000 + stage.recipe.wheels[0]!.bytes,
    });
    const steps: SetupStep[] = [];
    await plan.run((step) => steps.push(step), NEVER);
    expect([...new Set(steps.map(({ step, of, what }) => `${step}/${of} ${what}`))]).toEqual([
      '1/4 TF.js for Node, from npm',
      '2/4 tensorflow-cpu 2.21.0, from PyPI',
      '3/4 compiling what connects them',
      '4/4 trying it',
    ]);
    expect(steps.findLast(({ step }) => step === 2)?.bytes).toBe(stage.recipe.wheels[0]!.bytes);
    expect(readdirSync(target).sort()).toEqual([
      ...['latentsweep-setup.json', 'libtensorflow', 'node_modules', 'package-lock.json', 'package.json'],
    ]);
    expect(readdirSync(join(target, 'libtensorflow/lib')).sort()).toEqual([
      ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    ]);
    expect(existsSync(join(target, 'libtensorflow/include/tensorflow/c/c_api.h'))).toBe(true);
    expect(existsSync(partOf(target))).toBe(false);
    expect((await planned()).state).toBe('there');
  });

  it("leaves nothing in pip's cache", async () => {
    await install();
    expect(existsSync(join(stage.folder, '.cache/pip'))).toBe(false);
  });

  it('goes on where it was stopped, and fetches nothing twice', async () => {
    const stop = new AbortController();
    const cut = (await planned()).run(({ step }) => {
      if (step === 3) stop.abort(new Error('stopped'));
    }, stop.signal);
    await expect(cut).rejects.toThrow('stopped');
    expect(isThere()).toBe(false);
    const plan = await planned();
    expect(plan).toMatchObject({ state: 'begun', fetches: 0 });
    await plan.run(() => {}, NEVER);
    expect([isThere(), stage.npmRuns(), stage.asked()]).toEqual([true, 1, 1]);
  });

  it('goes on after it was killed in the middle of a download', async () => {
    stage.send('nothing');
    const script = fileURLToPath(new URL('../fixtures/run-setup.ts', import.meta.url));
    const child = spawn(process.execPath, [script, target, JSON.stringify(stage.recipe)], { env: stage.env });
    while (stage.asked() === 0) await sleep(10);
    // pip is left behind, at work: it is not to be disturbed by a second one.
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(install()).rejects.toMatchObject({ code: 'setup_running' });
    stage.send(FAKE);
    stage.dropConnections();
    await expect
      .poll(
        () =>
          install().then(
            () => 'done',
            (error) => error.code,
          ),
        { timeout: 30_000 },
      )
      .not.toBe('setup_running');
    expect(isThere()).toBe(false);
    stage.send('the wheel');
    await install();
    expect([isThere(), stage.npmRuns()]).toEqual([true, 1]);
  });

  it('installs nothing of which the hash is another', async () => {
    stage.send(FAKE);
    await expect(install()).rejects.toMatchObject({
      code: 'setup_wrong_hash',
      message: expect.stringMatching(/^tensorflow-cpu 2\.21\.0: .* Nothing was installed\.$/),
      hint: expect.stringContaining('pip config list'),
    });
    expect(isThere()).toBe(false);
    stage.send('the wheel');
    await install();
    expect(isThere()).toBe(true);
  });

  it('says that an index lacks it, or does not answer', async () => {
    const [wheel] = stage.recipe.wheels;
    const missing = { ...stage.recipe, wheels: [{ ...wheel!, version: '9.9.9' }] };
    await expect(install(missing)).rejects.toMatchObject({ code: 'setup_not_found' });
    stage.dropConnections(true);
    await expect(install()).rejects.toMatchObject({
      code: 'setup_unreachable',
      message: expect.not.stringContaining('Traceback'),
    });
  });

  it('says that the disk is full, before it begins and in the middle', async () => {
    await expect(planned({ ...stage.recipe, takes: 1e18 })).rejects.toMatchObject({
      code: 'setup_no_space',
      message: expect.stringMatching(/^It needs .* GB on the disk of .*, and .* GB are free\.$/),
    });
    stage.program(
      'g++',
      `[ "$1" = --version ] && exit 0\necho 'fatal error: error writing to x.s: No space left on device' >&2; exit 1`,
    );
    await expect(install()).rejects.toMatchObject({
      code: 'setup_no_space',
      message: 'the addon does not compile: the disk is full. Nothing was installed.',
    });
    expect(isThere()).toBe(false);
  });

  it('counts what it has begun as room, which it uses again', async () => {
    const large = { ...stage.recipe, takes: 1e13 };
    await expect(planned(large)).rejects.toMatchObject({ code: 'setup_no_space' });
    mkdirSync(partOf(target));
    writeFileSync(join(partOf(target), 'half'), '');
    // With a hole: it takes no room.
    truncateSync(join(partOf(target), 'half'), 1.01e13);
    expect((await planned(large)).state).toBe('new');
  });

  it('says everything that is missing at once, and how to get it', async () => {
    stage.without('g++');
    stage.without('npm');
    stage.without('python3');
    stage.program('python3', `[ "$1" = -c ] && { echo 3; exit; }\necho 'No module named pip' >&2; exit 1`);
    await expect(planned()).rejects.toMatchObject({
      code: 'setup_needs',
      message: 'This machine lacks pip for python3, npm and a C++ compiler (g++).',
      hint: expect.stringMatching(/apt-get install python3-pip.*nodejs\.org.*apt-get install g\+\+/),
    });
    stage.without('python3');
    await expect(planned()).rejects.toThrow('Python 3 with pip');
  });

  it('tells why a tool failed, in its own words', async () => {
    stage.program('npm', `[ "$1" = --version ] && exit 0\necho 'npm error code EWHAT' >&2\nexit 1`);
    await expect(install()).rejects.toMatchObject({
      code: 'setup_failed',
      message: 'TF.js for Node: npm error code EWHAT. Nothing was installed.',
      hint: expect.stringContaining('goes on where it stopped'),
    });
  });

  it('replaces another libtensorflow, and leaves it alone until the end', async () => {
    layNativePackage(target, 'tfjs-node', '2.9.1');
    writeFileSync(join(target, 'node_modules/@tensorflow/tfjs-node/package.json'), '{"version":"4.22.0"}');
    const plan = await planned();
    expect(plan).toMatchObject({
      state: 'other',
      replaced: '@tensorflow/tfjs-node 4.22.0, as npm installs it',
    });
    stage.send(FAKE);
    await expect(plan.run(() => {}, NEVER)).rejects.toMatchObject({ code: 'setup_wrong_hash' });
    expect(readdirSync(target)).toEqual(['node_modules']);
    stage.send('the wheel');
    await install();
    expect(existsSync(join(target, 'libtensorflow'))).toBe(true);
    expect(existsSync(`${target}.old`)).toBe(false);
  });

  it('replaces one that it set up itself by the one that is meant now', async () => {
    await install();
    const [wheel] = stage.recipe.wheels;
    const [take] = wheel!.take;
    const newer = {
      ...stage.recipe,
      what: 'libtensorflow of tomorrow',
      wheels: [{ ...wheel!, take: [take!] }],
    };
    const plan = await planned(newer);
    expect(plan).toMatchObject({ state: 'other', replaced: 'libtensorflow 2.21.0' });
    await plan.run(() => {}, NEVER);
    expect((await planned(newer)).state).toBe('there');
    expect(readdirSync(join(target, 'libtensorflow'))).toEqual(['lib', 'quiet.node']);
  });

  it('keeps its hands off a folder with other things', async () => {
    mkdirSync(target);
    writeFileSync(join(target, 'thesis.tex'), '');
    await expect(planned()).rejects.toMatchObject({ code: 'setup_folder' });
    expect(readdirSync(target)).toEqual(['thesis.tex']);
  });

  it('does not take another library for the one that was meant', async () => {
    stage.says('2.15.1');
    await expect(install()).rejects.toMatchObject({
      code: 'setup_other_library',
      message: expect.stringContaining('libtensorflow 2.15.1, not 2.21.0'),
    });
    expect(isThere()).toBe(false);
  });

  it('begins anew what another version began', async () => {
    stage.program('g++', '[ "$1" = --version ] || exit 1');
    await expect(install()).rejects.toMatchObject({ code: 'setup_failed' });
    const [wheel] = stage.recipe.wheels;
    const other = { ...stage.recipe, wheels: [{ ...wheel!, take: wheel!.take, version: '9.9.9' }] };
    expect((await planned(other)).state).toBe('new');
  });
});
