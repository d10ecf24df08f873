import type { Region } from './heap.ts';
import type { Machine, Operation } from './kernels.ts';

/** Where a program lies in the kernels' memory. */
export interface Program {
  readonly start: number;
  readonly end: number;
}

const scratch = new DataView(new ArrayBuffer(4));

/** A float operand: its bits, as operands are 32-bit words. */
export function float(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getUint32(0);
}

/** An instruction: the operation and its operands. */
export type Instruction = readonly [Operation, ...number[]];

/** Writes a program to memory. */
export function assemble(machine: Machine, region: Region, instructions: readonly Instruction[]): Program {
  const { heap, operations, instructionBytes } = machine;
  const bytes = instructions.length * instructionBytes;
  const start = region.allocate(bytes);
  const words = new Uint32Array(heap.memory.buffer, start, bytes / 4);
  instructions.forEach((instruction, i) => {
    const at = (i * instructionBytes) / 4;
    const [operation, ...operands] = instruction;
    words.set([operations.get(operation)!, ...operands], at);
  });
  return { start, end: start + bytes };
}
