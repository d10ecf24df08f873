/**
 * `npm run bench -- webgpu`: trials of the deck's sweep side by side on a GPU, beside the SIMD engine on one core in the same
 * run. `--cohorts 1,132`: fewer of them; `--device NAME`: a part of the GPU's name; `--seconds N`: begins nothing that would take longer in all.
 */

import { spawnSync } from 'node:child_process';
import { freemem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { BackendMissing, denseVae, type Engine, initialVae, reasonOf, type Seed } from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
// Behind the door of the package, which registries alone go through.
import { WEBGPU } from '../../packages/engine-webgpu/src/kind.ts';
import { softwareDriver } from '../../packages/engine-webgpu/src/software-driver.ts';
import { median } from '../median.ts';
import { isOption, option, print } from '../parts.ts';
import { boundOf, Meter, type Spent } from './meter.ts';
import { DECK_EPOCHS, difference, type Ran, train, trialsFrom } from './trials.ts';

interface Size {
  readonly cohorts: readonly number[];
  /** Of training; a quarter of them is validated, a quarter tested. */
  readonly rows: number;
  /** Of the passes whose steps are timed. */
  readonly stepRows: number;
}
const ON_GPU: Size = { cohorts: [1, 132, 1056, 4096, 16_384], rows: 80_000, stepRows: 16_000 };
/** A driver in software is a hundred times slower than the core that it runs on. */
const IN_SOFTWARE: Size = { cohorts: [1, 4], rows: 1600, stepRows: 800 };

const BATCH = 160;
/** Timed passes: at least so many, and more for as long as they take less than this in all. */
const LEAST_PASSES = 3;
const PASSES_MS = 1000;
/** What a lane of the deck's size holds on the host while its lists are made: three copies of them. */
const HOST_BYTES_A_ROW = 16;
/** Trials of a cohort whose results are compared with simd's, bit by bit. */
const COMPARED = 4;

type Opened = Awaited<ReturnType<Awaited<ReturnType<typeof WEBGPU.load>>['open']>>;

/** The GPU, or a driver in software where there is nothing else. Throws BackendMissing where there is neither. */
export async function openDevice(): Promise<Opened> {
  const { open } = await WEBGPU.load();
  const part = option('device');
  const named = part === undefined ? {} : { part };
  try {
    return await open(named);
  } catch (error) {
    if (!(error instanceof BackendMissing)) throw error;
    return open({ ...named, allowSoftware: true });
  }
}

/** Prints as it goes. Resolves to whether all that was compared has simd's bits; null where nothing could be. */
export async function benchWebGpu(): Promise<boolean | null> {
  let engine: Opened;
  try {
    engine = await openDevice();
  } catch (error) {
    if (!(error instanceof BackendMissing)) throw error;
    const driver = process.env.VK_DRIVER_FILES ? null : softwareDriver();
    if (driver !== null) return inDriversProcess(driver);
    print('no GPU', `${error.reason}; \`node scripts/software-gpu.mjs\` fetches a driver in software`);
    return null;
  }
  return new Bench(engine).run();
}

/** The same in a process that has a driver in software from its start. */
function inDriversProcess(driver: Readonly<Record<string, string>>): boolean {
  const self = fileURLToPath(new URL('machine.ts', import.meta.url));
  const options = process.argv.slice(2).filter((argument, i, all) => isOption(argument, all[i - 1]));
  const { status } = spawnSync(process.execPath, [self, 'bench', ...options], {
    env: { ...process.env, ...driver },
    stdio: 'inherit',
  });
  return status === 0;
}

class Bench {
  #engine: Opened;
  readonly #simd = createSimdEngine();
  readonly #size: Size;
  readonly #began = performance.now();
  readonly #seconds: number;
  readonly #cohorts: readonly number[];
  #same = true;

  constructor(engine: Opened) {
    this.#engine = engine;
    this.#size = engine.adapter.isSoftware ? IN_SOFTWARE : ON_GPU;
    this.#seconds = Number(option('seconds') ?? Number.POSITIVE_INFINITY);
    this.#cohorts = option('cohorts')?.split(',').map(Number) ?? this.#size.cohorts;
  }

  async run(): Promise<boolean> {
    const { adapter } = this.#engine;
    print(adapter.name, adapter.driver);
    if (adapter.isSoftware) {
      const { rows } = this.#size;
      print(
        '  a driver in software: times mean nothing',
        `${rows} rows, ${this.#cohorts.join(' and ')} trials`,
      );
    }
    // A meter needs globals that opening made, and an engine that is opened after it.
    await this.#engine.close();
    const meter = new Meter();
    this.#engine = await openDevice();
    await this.#steps(meter);
    await this.#trials(meter);
    await this.#engine.close();
    await this.#simd.close();
    return this.#same;
  }

  async #steps(meter: Meter): Promise<void> {
    const core = await this.#passes(this.#simd, 1);
    print('a step of the deck’s VAE, simd on one core', micro(core.step));
    for (const lanes of this.#cohorts) {
      if (this.#isLate(0)) return;
      await this.#guarded(lanes, async () => {
        const { step, spent } = await this.#passes(this.#engine, lanes, meter);
        print(`  ${sideBySide(lanes)}: a step of all`, micro(step));
        print('    a trial-step', `${micro(step / lanes)}, ${times(core.step / (step / lanes))} of one core`);
        print('    goes into', boundOf(spent!));
      });
    }
  }

  /** Seconds of a step of all lanes, and what they went into. */
  async #passes(engine: Engine, lanes: number, meter?: Meter): Promise<{ step: number; spent?: Spent }> {
    const { stepRows } = this.#size;
    const network = denseVae({
      ...{ features: 10, hiddenSizes: [10, 10], latentSize: 2, classes: 2 },
      ...{ reconstruction: 'bce', reduction: 'mean' },
    });
    const source = engine.rows(stepRows, 10);
    source.write(
      0,
      Float32Array.from({ length: 10 * stepRows }, (_, i) => ((i * 7919) % 1009) / 1009),
      Uint8Array.from({ length: stepRows }, (_, i) => i % 2),
    );
    const cohort = await engine.vae(
      { network, batchSize: BATCH, optimizer: 'rmsprop' },
      trialsFrom(lanes).map((lane) => {
        const seed: Seed = [1, lane];
        const lossWeights = { reconstruction: 1, kl: 1, prediction: 0.1 };
        return { seed, parameters: initialVae(network, seed), lossWeights, dropout: 0, learningRate: 1e-3 };
      }),
    );
    const order = Uint32Array.from({ length: stepRows }, (_, row) => row);
    const pass = (round: number) =>
      cohort.fit(
        trialsFrom(lanes).map(() => ({ sources: [source], order, weights: null, passes: 1, round })),
      );
    // Compiles, and finds how many steps a dispatch may have.
    for (const round of [0, 1]) await pass(round);
    const timed: number[] = [];
    const began = performance.now();
    meter?.begin();
    while (timed.length < LEAST_PASSES || performance.now() - began < PASSES_MS) {
      const start = performance.now();
      await pass(2 + timed.length);
      timed.push((performance.now() - start) / 1000);
    }
    const spent = await meter?.end();
    cohort.free();
    source.free();
    return { step: median(timed) / (stepRows / BATCH), ...(spent ? { spent } : {}) };
  }

  async #trials(meter: Meter): Promise<void> {
    // V8 optimises what the first trial runs.
    await train(this.#simd, [0], this.#size.rows);
    const core = await train(this.#simd, [0], this.#size.rows);
    print(`a trial of ${DECK_EPOCHS} epochs, simd on one core`, `${core.deckSeconds.toFixed(2)} s`);
    print('  trials of the deck’s sweep an hour', thousands(3600 / core.deckSeconds));
    // What kernels have to be compiled for it is compiled once.
    await train(this.#engine, [0], this.#size.rows);
    let before: { readonly lanes: number; readonly seconds: number } | null = null;
    for (const lanes of this.#cohorts) {
      if (lanes > this.#engine.traits.fuses) {
        print(`  ${thousands(lanes)} trials`, `are cohorts of ${thousands(this.#engine.traits.fuses)}`);
        continue;
      }
      const needed = lanes * this.#size.rows * HOST_BYTES_A_ROW;
      if (needed > freemem()) {
        print(
          `  ${thousands(lanes)} trials`,
          `not tried: the host has no ${(needed / 1e9).toFixed(0)} GB free`,
        );
        continue;
      }
      if (before && this.#isLate((before.seconds * lanes) / before.lanes)) return;
      const began = performance.now();
      await this.#guarded(lanes, () => this.#cohort(lanes, core, meter));
      before = { lanes, seconds: (performance.now() - began) / 1000 };
    }
  }

  /** Trials side by side, as a worker trains them; some of them again on a core, to compare. */
  async #cohort(lanes: number, core: Ran, meter: Meter): Promise<void> {
    const trials = trialsFrom(lanes);
    const spent: Promise<Spent>[] = [];
    const ran = await train(this.#engine, trials, this.#size.rows, (epoch) => {
      if (epoch === 1) meter.begin();
      if (epoch === 2) spent.push(meter.end());
    });
    print(
      `  ${sideBySide(lanes)}: an epoch of all, the last one`,
      `${ran.epoch.toFixed(2)} s, ${ran.last.toFixed(2)} s`,
    );
    const rate = (3600 * lanes) / ran.deckSeconds;
    print(
      '    trials an hour (aim: 300, at least 60 times one core)',
      `${thousands(rate)}, ${times((rate * core.deckSeconds) / 3600)} of one core`,
    );
    for (const of of await Promise.all(spent)) {
      print('    an epoch goes into', boundOf(of));
      const gigabytes = [of.bytesUp, of.bytesDown, meter.mostBytes].map((bytes) => (bytes / 1e9).toFixed(2));
      print('    dispatches; GB sent, read back, held at most', `${of.dispatches}; ${gigabytes.join(', ')}`);
    }
    await this.#compare(trials, ran);
  }

  async #compare(trials: readonly number[], ran: Ran): Promise<void> {
    const apart = Math.max(1, Math.floor(trials.length / COMPARED));
    const some = trials.filter((trial) => trial % apart === 0).slice(0, COMPARED);
    for (const trial of some) {
      const { results } = await train(this.#simd, [trial], this.#size.rows);
      const differs = difference(ran.results[trial], results[0]);
      if (differs === null) continue;
      this.#same = false;
      print('    BITS DIFFER', `trial ${trial}, ${differs}`);
      return;
    }
    print('    results that are simd’s, bit for bit', `all ${some.length} that were compared`);
  }

  /** Where the device has no room, that is an outcome too. */
  async #guarded(lanes: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'gpu_out_of_memory') throw error;
      print(`  ${sideBySide(lanes)}`, `the device’s memory bounds it: ${reasonOf(error)}`);
    }
  }

  #isLate(seconds: number): boolean {
    const left = this.#seconds - (performance.now() - this.#began) / 1000;
    if (seconds < left) return false;
    print(
      '  no more are tried',
      `${left.toFixed(0)} s are left, and the next may take ${seconds.toFixed(0)} s`,
    );
    return true;
  }
}

const thousands = (value: number) => Math.round(value).toLocaleString('en-US');
const times = (ratio: number) => `${ratio < 10 ? ratio.toPrecision(2) : thousands(ratio)} times that`;
const micro = (seconds: number) => {
  const value = seconds * 1e6;
  return `${value < 100 ? value.toPrecision(3) : thousands(value)} µs`;
};
const sideBySide = (lanes: number) =>
  lanes === 1 ? '1 trial alone' : `${thousands(lanes)} trials side by side`;
