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

/** What a layer's values are at least: 0 of a relu. */
export const leastOf = (relu: boolean): number => float(relu ? 0 : Number.NEGATIVE_INFINITY);

/** An instruction: the operation and its operands. */
export type Instruction = readonly [Operation, ...number[]];

/** Writes a program to memory. */
export function assemble(machine: Machine, region: Region, instructions: readonly Instruction[]): Program {
  const bytes = instructions.length * machine.instructionBytes;
  const start = region.allocate(bytes);
  const program = { start, end: start + bytes };
  rewrite(machine, program, instructions);
  return program;
}

/** Writes as many instructions over those of a program. */
export function rewrite(
  machine: Machine,
  { start, end }: Program,
  instructions: readonly Instruction[],
): void {
  const { heap, operations, instructionBytes } = machine;
  const words = new Uint32Array(heap.memory.buffer, start, (end - start) / 4);
  instructions.forEach((instruction, i) => {
    const at = (i * instructionBytes) / 4;
    const [operation, ...operands] = instruction;
    words.set([operations.get(operation)!, ...operands], at);
  });
}
