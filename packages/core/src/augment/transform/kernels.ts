import { KERNELS } from './kernels.wasm.ts';

/** What assembly/warp.ts does, where it is written up. Addresses are byte offsets in `memory`. */
interface Kernels {
  warp(
    from: number,
    to: number,
    height: number,
    width: number,
    channels: number,
    down: number,
    across: number,
    ay: number,
    by: number,
    cy: number,
    ax: number,
    bx: number,
    cx: number,
  ): void;
}

/** The kernel, and room for two images in its memory. */
interface Machine {
  readonly kernels: Kernels;
  readonly images: { readonly from: Float32Array; readonly to: Float32Array };
}

const PAGE = 65536;
/** A processor takes a load at the same place of another 4096 bytes for what a store before it wrote, and waits. */
const SHADOW = 4096;

let compiled: WebAssembly.Module | undefined;
let machine: Machine | undefined;

/** For images of so many values; one a thread. */
export function warpMachine(values: number): Machine {
  if (machine?.images.from.length !== values) machine = create(values);
  return machine;
}

function create(values: number): Machine {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (character) => character.charCodeAt(0)));
  // Behind each image lie as many bytes as another one has: some are read and written.
  const to = SHADOW * (2 + Math.ceil((4 * values) / SHADOW)) + SHADOW / 2;
  const memory = new WebAssembly.Memory({ initial: 1 + Math.ceil((to + 8 * values) / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const heap = Math.ceil(((exports['HEAP'] as WebAssembly.Global).value as number) / SHADOW) * SHADOW;
  return {
    kernels: exports as unknown as Kernels,
    images: {
      from: new Float32Array(memory.buffer, heap, values),
      to: new Float32Array(memory.buffer, heap + to, values),
    },
  };
}
