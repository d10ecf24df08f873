import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { LatentsweepError } from '@latentsweep/core';
import { Heap } from './heap.ts';

/** Operations of a program, numbered by the kernels themselves: see assembly/program.ts for their operands. */
const OPERATIONS = [
  'GATHER',
  'ROW_WEIGHTS',
  'WORDS',
  'NORMALS',
  'DROPOUT',
  'DENSE',
  'INPUT_GRADIENT',
  'WEIGHT_GRADIENT',
  'REPARAMETRISE',
  'LATENT_GRADIENT',
  'RECONSTRUCT',
  'RECONSTRUCTION_GRADIENT',
  'SIGMOID_LOSS',
  'SOFTMAX_LOSS',
  'RMSPROP',
  'ADAM',
  'ROW_LOGITS',
  'ROW_GRADIENT',
  'COPY_ROW',
  'SCATTER',
  'SCATTER_NARROW',
  'LOGIT_NORMAL',
  'LOGIT_NORMAL_GRADIENT',
  'CATEGORY',
  'CATEGORY_GRADIENT',
  'SIGMOIDS',
  'DRAW_NUMBERS',
  'DRAW_YES',
  'DRAW_CATEGORY',
  'ONE_HOT',
  'FREE_BITS',
  'GATHER_BLOCKS',
  'TO_TILE',
  'TO_BLOCKS',
  'CONVOLVE',
  'CONVOLVE_BACK',
  'CONVOLUTION_GRADIENT',
  'POOL',
  'POOL_GRADIENT',
  'DROPOUT_BLOCKS',
  'TRANSPOSED',
  'TRANSPOSED_BACK',
  'TRANSPOSED_GRADIENT',
  'UPSAMPLE',
  'UPSAMPLE_GRADIENT',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What the driver calls in the kernels. Addresses are byte offsets in their memory. */
interface Kernels {
  addresses(order: number, count: number, table: number, sources: number): number;
  sequence(list: number, count: number, at: number, rowBytes: number): void;
  shuffle(
    order: number,
    also: number,
    count: number,
    seed0: number,
    seed1: number,
    purpose: number,
    round: number,
  ): void;
  run(
    program: number,
    end: number,
    list: number,
    weights: number,
    count: number,
    batchSize: number,
    stride: number,
    seed0: number,
    seed1: number,
    round: number,
    measured: boolean,
    scratch?: number,
    firstStep?: number,
  ): void;
}

/** One instance of the kernels with its memory. */
export type Machine = ReturnType<typeof createMachine>;

let compiled: WebAssembly.Module | undefined;

/** Throws LatentsweepError `kernels_missing` where the kernels have not been built. */
export function createMachine() {
  compiled ??= compile(readKernels());
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const constant = (name: string) => (exports[name] as WebAssembly.Global).value as number;
  return {
    kernels: exports as unknown as Kernels,
    heap: new Heap(memory, constant('HEAP')),
    operations: new Map(OPERATIONS.map((name) => [name, constant(name)])),
    instructionBytes: constant('INSTRUCTION_BYTES'),
  };
}

/**
 * Two vectors of 128 bits side by side are packed into one of 256 where the processor has such, each lane as before: the same bits.
 * All kernels are compiled at once: so what compiles here compiles everywhere, and these flags, which hold for the whole process,
 * stand for that moment alone. Only V8 13.6 (Node 24) is known to do so rightly: docs/decisions/0072-wide-vectors.md. Where Node was built
 * without it, as for macOS and ARM, V8 would print that it does not know the flag.
 */
const { variables: built }: { readonly variables: object } = process.config;
const isKnown = 'v8_enable_wasm_simd256_revec' in built && built.v8_enable_wasm_simd256_revec === 1;
const FLAGS =
  isKnown && process.versions.v8.startsWith('13.6.')
    ? ['experimental-wasm-revectorize', 'no-liftoff', 'no-wasm-lazy-compilation']
    : [];
const opposite = (flag: string) => (flag.startsWith('no-') ? flag.slice(3) : `no-${flag}`);

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  for (const flag of FLAGS) setFlagsFromString(`--${flag}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of FLAGS) setFlagsFromString(`--${opposite(flag)}`);
  }
}

function readKernels(): Uint8Array<ArrayBuffer> {
  try {
    return readFileSync(new URL('../build/kernels.wasm', import.meta.url));
  } catch (error) {
    throw new LatentsweepError(
      'kernels_missing',
      'The SIMD kernels have not been built.',
      'Run `node scripts/build-kernels.mjs`.',
      { cause: error },
    );
  }
}
