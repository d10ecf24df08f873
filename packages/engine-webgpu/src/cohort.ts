import { checkLane, checkParameters, type OptimizerKind, type Seed } from '@latentsweep/core';
import { adamRates } from './adam-rates.ts';
import { type Kernels, LANE_WORDS, SHUFFLE_WORDS } from './kernels.ts';
import type { Layout } from './layout.ts';
import type { RowList } from './list.ts';
import { type Assembled, assemble, type Instruction } from './program.ts';
import type { RowMemory } from './rows.ts';
import type { Tiles } from './tiles.ts';

interface CohortLane {
  readonly seed: Seed;
  readonly parameters: Float32Array;
  readonly learningRate: number;
}

/** What a lane's losses are multiplied by, and what it drops. */
export interface Factors {
  readonly reconstruction: number;
  readonly kl: number;
  readonly prediction: number;
  readonly threshold: number;
  readonly scale: number;
}

/** What a lane is to do in a call. */
export interface Task {
  readonly lane: number;
  readonly list: RowList;
  readonly round: number;
  /** The number of the first step, by which its noise is drawn; absent: 0. */
  readonly step?: number | undefined;
  /** Passes over the list, each shuffled before by draws of `purpose`; null: one pass, in the order of the list. */
  readonly passes: { readonly count: number; readonly purpose: number } | null;
  factors(round: number): Factors;
}

/** What a program leaves of a lane. */
interface Leaves {
  /** Floats for each batch, or each row. */
  readonly batch?: number;
  readonly row?: number;
  /** Floats that the program keeps there from a step to the next, behind these. */
  readonly kept?: number;
  /** Floats of each row that goes to other rows. */
  readonly rowsOut?: number;
  readonly measured: boolean;
}

/** What came back of a task. */
export interface Outcome {
  /** Of each batch of the last pass, or of each row. */
  readonly values: Float32Array;
  /** Where the rows that it left lie in `kernels.out`, in bytes. */
  readonly rowsAt: number;
}

interface CohortSettings<Name extends string> {
  readonly layout: Layout;
  readonly tiles: Tiles;
  readonly programs: Readonly<Record<Name, readonly Instruction[]>>;
  readonly batchSize: number;
  readonly optimizer: OptimizerKind;
  readonly lanes: readonly CohortLane[];
}

/** Milliseconds that a dispatch should take: none can be stopped, so they end soon. */
const DISPATCH_MS = 150;

/** Lanes whose networks lie in one buffer. */
interface Wave {
  readonly first: number;
  readonly state: GPUBuffer;
}

/** What any cohort is: networks in the GPU's memory, and how programs are run over their rows, one workgroup a lane. */
export class Cohort<Name extends string> {
  readonly #kernels: Kernels;
  readonly #rows: RowMemory;
  readonly #settings: CohortSettings<Name>;
  readonly #assembled: Assembled<Name>;
  readonly #program: GPUBuffer;
  readonly #waves: Wave[];
  /** Lanes of a wave. */
  readonly #width: number;
  readonly #rates: ReturnType<typeof adamRates>[];
  /** Steps of a dispatch: as many as take about DISPATCH_MS. */
  #steps = 2;

  constructor(kernels: Kernels, rows: RowMemory, settings: CohortSettings<Name>) {
    this.#kernels = kernels;
    this.#rows = rows;
    this.#settings = settings;
    const { layout, tiles, programs, lanes } = settings;
    for (const { parameters } of lanes) checkParameters(parameters, layout.places.length);
    this.#assembled = assemble(programs);
    const { gpu } = kernels;
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    this.#program = gpu.buffer(this.#assembled.words.byteLength, STORAGE | COPY_DST);
    gpu.device.queue.writeBuffer(this.#program, 0, this.#assembled.words);
    const { bindingBytes } = gpu.adapter.limits;
    const within = kernels.residence(layout.size, tiles.size).tiles;
    const laneBytes = Math.max(this.#stateBytes, within > 0 ? 0 : tiles.size * 16);
    this.#width = Math.max(1, Math.min(lanes.length, Math.floor(bindingBytes / laneBytes)));
    this.#waves = [];
    for (let first = 0; first < lanes.length; first += this.#width) {
      const count = Math.min(this.#width, lanes.length - first);
      const state = gpu.buffer(count * this.#stateBytes, STORAGE | COPY_SRC | COPY_DST);
      this.#waves.push({ first, state });
    }
    this.#rates = lanes.map(({ learningRate }) => adamRates(Math.fround(learningRate)));
    lanes.forEach(({ parameters }, lane) => {
      this.setParameters(lane, parameters);
    });
  }

  get lanes(): number {
    return this.#settings.lanes.length;
  }

  /** Parameters, their gradient, two means. */
  get #stateBytes(): number {
    return this.#settings.layout.size * 16;
  }

  setParameters(lane: number, values: Float32Array): void {
    checkLane(lane, this.lanes);
    const { layout } = this.#settings;
    checkParameters(values, layout.places.length);
    const memory = new Float32Array(layout.size);
    layout.places.forEach((place, i) => {
      memory[place] = values[i]!;
    });
    const { state, at } = this.#stateOf(lane);
    this.#kernels.gpu.device.queue.writeBuffer(state, at, memory);
  }

  async parameters(lane: number): Promise<Float32Array> {
    checkLane(lane, this.lanes);
    const { layout } = this.#settings;
    const { state, at } = this.#stateOf(lane);
    const { gpu } = this.#kernels;
    const memory = new Float32Array(await gpu.inTurn(() => gpu.read(state, at, layout.size * 4)));
    return Float32Array.from(layout.places, (place) => memory[place]!);
  }

  /** Runs a program over each task's rows. `take` gets what it left before the next ones begin. */
  run(
    name: Name,
    tasks: readonly Task[],
    leaves: Leaves,
    take: (task: Task, outcome: Outcome) => void,
  ): Promise<void> {
    return this.#kernels.gpu.inTurn(async () => {
      for (const [w, wave] of this.#waves.entries()) {
        const own = tasks.filter(({ lane }) => Math.floor(lane / this.#width) === w);
        for (const group of this.#groups(own, leaves)) await this.#runGroup(name, wave, group, leaves, take);
      }
    });
  }

  free(): void {
    for (const { state } of this.#waves) state.destroy();
    this.#program.destroy();
  }

  #stateOf(lane: number) {
    const wave = this.#waves[Math.floor(lane / this.#width)]!;
    return { state: wave.state, at: (lane - wave.first) * this.#stateBytes };
  }

  #batches(task: Task): number {
    return Math.ceil(task.list.count / this.#settings.batchSize);
  }

  /** Words of `lists`: places, weights, learning rates of every step. */
  #listWords(task: Task): number {
    const { list, passes } = task;
    const rates = this.#settings.optimizer === 'adam' && passes ? this.#batches(task) * passes.count : 0;
    return list.places.length * (list.weights ? 2 : 1) + rates;
  }

  #outFloats(task: Task, { batch = 0, row = 0, kept = 0, rowsOut = 0 }: Leaves): number {
    return this.#batches(task) * batch + kept + task.list.count * (row + rowsOut);
  }

  /** Tasks whose lists, and what they leave, can be bound together. */
  #groups(tasks: readonly Task[], leaves: Leaves): Task[][] {
    const most = this.#kernels.gpu.adapter.limits.bindingBytes / 4;
    const groups: Task[][] = [];
    let words = Number.POSITIVE_INFINITY;
    let floats = Number.POSITIVE_INFINITY;
    for (const task of tasks) {
      words += this.#listWords(task);
      floats += this.#outFloats(task, leaves);
      if (words > most || floats > most) {
        groups.push([]);
        words = this.#listWords(task);
        floats = this.#outFloats(task, leaves);
      }
      groups.at(-1)!.push(task);
    }
    return groups;
  }

  async #runGroup(
    name: Name,
    wave: Wave,
    tasks: readonly Task[],
    leaves: Leaves,
    take: (task: Task, outcome: Outcome) => void,
  ): Promise<void> {
    const { gpu } = this.#kernels;
    const { layout, tiles } = this.#settings;
    const placed = this.#placeLists(tasks, leaves);
    const out = this.#kernels.out.of(4 * placed.floats);
    const pipeline = await this.#kernels.program(layout.size, tiles.size, this.#assembled.tables);
    const passes = Math.max(0, ...tasks.map((task) => task.passes?.count ?? 1));
    for (let pass = 0; pass < passes; pass++) {
      // A lane that has fewer passes has ended.
      const going = placed.tasks.filter(({ task }) => pass < (task.passes?.count ?? 1));
      await this.#shuffle(going, placed.lists, pass);
      await this.#stepThrough(name, wave, going, { pass, pipeline, leaves, out, lists: placed.lists });
    }
    await gpu.settled();
    const values = new Float32Array(await gpu.read(out, 0, 4 * placed.valueFloats));
    for (const { task, sums, rowsOut } of placed.tasks) {
      const { batch = 0, row = 0 } = leaves;
      const ran = task.passes?.count !== 0;
      const count = ran ? this.#batches(task) * batch + task.list.count * row : 0;
      take(task, { values: values.subarray(sums, sums + count), rowsAt: 4 * rowsOut });
    }
  }

  /** Writes the lists of tasks; says where each one's lie, and what it leaves. */
  #placeLists(tasks: readonly Task[], leaves: Leaves) {
    const { batch = 0, row = 0, kept = 0, rowsOut: rowFloats = 0 } = leaves;
    const { optimizer } = this.#settings;
    const words = new Uint32Array(tasks.reduce((sum, task) => sum + this.#listWords(task), 0));
    let at = 0;
    let sums = 0;
    const placed = tasks.map((task) => {
      const { list, passes } = task;
      const place = { task, list: at, weights: 0, rates: 0, sums, rowsOut: 0 };
      words.set(list.places, at);
      at += list.places.length;
      if (list.weights) {
        place.weights = at;
        words.set(new Uint32Array(list.weights.buffer, list.weights.byteOffset, list.count), at);
        at += list.places.length;
      }
      if (optimizer === 'adam' && passes) {
        place.rates = at;
        const rates = this.#rates[task.lane]!(this.#batches(task) * passes.count);
        words.set(new Uint32Array(rates.buffer), at);
        at += rates.length;
      }
      sums += this.#batches(task) * batch + list.count * row + kept;
      return place;
    });
    // Rows are copied to other rows: behind what is read back.
    let rows = Math.ceil(sums / 4) * 4;
    for (const place of placed) {
      place.rowsOut = rows;
      rows += place.task.list.count * rowFloats;
    }
    const lists = this.#kernels.lists.of(words.byteLength);
    this.#kernels.gpu.device.queue.writeBuffer(lists, 0, words);
    return { tasks: placed, lists, valueFloats: sums, floats: rows };
  }

  async #shuffle(going: readonly PlacedTask[], lists: GPUBuffer, pass: number): Promise<void> {
    const shuffled = going.filter(({ task }) => task.passes);
    if (shuffled.length === 0) return;
    const kernels = this.#kernels;
    const words = new Uint32Array(shuffled.length * SHUFFLE_WORDS);
    shuffled.forEach(({ task, list, weights }, k) => {
      const { seed } = this.#settings.lanes[task.lane]!;
      const record = [list, weights, task.list.weights ? 1 : 0, task.list.count, ...seed];
      words.set([...record, task.passes!.purpose, task.round + pass], k * SHUFFLE_WORDS);
    });
    const pipeline = await kernels.shuffle();
    const { queue } = kernels.gpu.device;
    const shuffles = kernels.shuffles.of(words.byteLength);
    queue.writeBuffer(shuffles, 0, words);
    queue.writeBuffer(kernels.settings, 0, new Uint32Array(16));
    kernels.dispatch(pipeline, 'shuffle', [kernels.settings, shuffles, lists], shuffled.length);
  }

  /** The steps of a pass, in dispatches that end soon. */
  async #stepThrough(name: Name, wave: Wave, going: readonly PlacedTask[], call: PassCall): Promise<void> {
    const { gpu } = this.#kernels;
    const last = Math.max(0, ...going.map(({ task }) => this.#batches(task)));
    for (let from = 0; from < last; ) {
      const to = Math.min(last, from + this.#steps);
      const began = performance.now();
      this.#dispatchSteps(name, wave, going, call, from, to);
      await gpu.settled();
      const perStep = (performance.now() - began) / (to - from);
      const fitting = Math.floor(DISPATCH_MS / Math.max(perStep, 1e-3));
      this.#steps = Math.max(1, Math.min(fitting, 4 * this.#steps));
      from = to;
    }
  }

  #dispatchSteps(
    name: Name,
    wave: Wave,
    going: readonly PlacedTask[],
    { pass, pipeline, leaves, out, lists }: PassCall,
    from: number,
    to: number,
  ): void {
    const kernels = this.#kernels;
    const { layout, tiles, batchSize, lanes } = this.#settings;
    const active = going.filter(({ task }) => from < this.#batches(task));
    const memory = new ArrayBuffer(active.length * LANE_WORDS * 4);
    const words = new Uint32Array(memory);
    const floats = new Float32Array(memory);
    active.forEach(({ task, list, weights, rates, sums, rowsOut }, k) => {
      const at = k * LANE_WORDS;
      const { seed, learningRate } = lanes[task.lane]!;
      const round = task.round + pass;
      const batches = this.#batches(task);
      const measured = leaves.measured && pass === (task.passes?.count ?? 1) - 1;
      const factors = task.factors(round);
      words.set(
        [
          ...[((task.lane - wave.first) * this.#stateBytes) / 4, k * tiles.size, list, weights],
          ...[task.list.weights ? 1 : 0, sums, rowsOut, task.list.count, from, Math.min(to, batches)],
          ...[...seed, round, measured ? 1 : 0, rates + pass * batches],
        ],
        at,
      );
      floats.set([learningRate, factors.reconstruction, factors.kl, factors.prediction], at + 15);
      words[at + 19] = factors.threshold;
      floats[at + 20] = factors.scale;
      words[at + 21] = task.step ?? 0;
    });
    const { start, end } = this.#assembled.places[name];
    const { queue } = kernels.gpu.device;
    const laneBuffer = kernels.lanes.of(memory.byteLength);
    queue.writeBuffer(laneBuffer, 0, memory);
    const settings = [0, start, end, batchSize, tiles.pitch, tiles.noisePitch, layout.size];
    queue.writeBuffer(kernels.settings, 0, Uint32Array.from(settings));
    const within = kernels.residence(layout.size, tiles.size).tiles;
    const tileBuffer = kernels.tiles.of(within > 0 ? 16 : active.length * tiles.size * 16);
    kernels.dispatch(
      pipeline,
      'program',
      [
        ...[kernels.settings, this.#program, laneBuffer, this.#rows.buffer, lists],
        ...[wave.state, tileBuffer, out],
      ],
      active.length,
    );
  }
}

interface PlacedTask {
  readonly task: Task;
  readonly list: number;
  readonly weights: number;
  readonly rates: number;
  readonly sums: number;
  readonly rowsOut: number;
}

interface PassCall {
  readonly pass: number;
  readonly pipeline: GPUComputePipeline;
  readonly leaves: Leaves;
  readonly out: GPUBuffer;
  readonly lists: GPUBuffer;
}
