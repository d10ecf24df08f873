import { KERNELS } from './kernels.wasm.ts';

/** What assembly/linear.ts does, where it is written up. Addresses are byte offsets in `memory`. */
interface Kernels {
  scores(x: number, columns: number, count: number, w: number, out: number): void;
  gradient(x: number, columns: number, count: number, slopes: number, into: number): void;
  squares(x: number, columns: number, count: number, weights: number, into: number): void;
  gram(x: number, columns: number, count: number, curvature: number, room: number, into: number): void;
  softmax(scores: number, classes: number, stride: number, count: number, top: number, rest: number): void;
  sigmoid(
    scores: number,
    targets: number,
    weights: number,
    count: number,
    slopes: number,
    curvature: number,
  ): number;
}

/** The kernels with their memory. */
interface Machine {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  /** Where free memory begins. */
  readonly heap: number;
  /** Bytes that are read behind the last row. */
  readonly slack: number;
  /** Rows that `gram` needs room for, twice. */
  readonly spread: number;
}

let machine: Machine | undefined;

/** One a thread: a fit runs to its end before the next begins. */
export function linearMachine(): Machine {
  machine ??= create();
  return machine;
}

function create(): Machine {
  const bytes = Uint8Array.from(atob(KERNELS), (character) => character.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const constant = (name: string) => (exports[name] as WebAssembly.Global).value as number;
  return {
    kernels: exports as unknown as Kernels,
    memory,
    heap: constant('HEAP'),
    slack: constant('SLACK'),
    spread: constant('SPREAD'),
  };
}
