/** A step as a program over named tiles, as the kernels run it: wgsl/program.wgsl. */

/** Operations; the kernels are told their numbers from here. Operands stand beside each one's function in wgsl/. */
const OPERATIONS = [
  ...(['LOAD', 'COPY', 'ZERO', 'ONE_HOT', 'DENSE', 'INPUT_GRADIENT', 'WEIGHT_GRADIENT'] as const),
  ...(['ROW_LOGITS', 'ROW_GRADIENT', 'NORMALS', 'DROPOUT', 'REPARAMETRISE', 'LATENT_GRADIENT'] as const),
  ...(['RECONSTRUCT', 'RECONSTRUCTION_LOSS', 'RECONSTRUCTION_GRADIENT'] as const),
  ...(['SIGMOID_LOSS', 'SOFTMAX_LOSS', 'RMSPROP', 'ADAM', 'SUMS', 'SCATTER', 'TELL'] as const),
] as const;
/** Of tables alone: kernels that don't run them are compiled without, in half the time. */
const TABLE_OPERATIONS = [
  ...(['LOGIT_NORMAL', 'LOGIT_NORMAL_GRADIENT', 'CATEGORY', 'CATEGORY_GRADIENT'] as const),
  ...(['UNIFORMS', 'DRAW_NUMBERS', 'DRAW_YES', 'DRAW_CATEGORY', 'FREE_BITS'] as const),
] as const;
const ALL = [...OPERATIONS, ...TABLE_OPERATIONS];
type Operation = (typeof ALL)[number];

/** An instruction: the operation and its operands. */
export type Instruction = readonly [Operation, ...number[]];

const scratch = new DataView(new ArrayBuffer(4));

/** A float operand: its bits, as operands are words. */
export function float(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getUint32(0);
}

/** Words of an instruction. */
const WORDS = 12;

/** Programs one after the other, and where each begins and ends, in words. */
export interface Assembled<Name extends string> {
  readonly words: Uint32Array<ArrayBuffer>;
  /** Whether some operation is of tables. */
  readonly tables: boolean;
  readonly places: Readonly<Record<Name, { readonly start: number; readonly end: number }>>;
}

export function assemble<Name extends string>(
  programs: Readonly<Record<Name, readonly Instruction[]>>,
): Assembled<Name> {
  const all = Object.entries(programs) as [Name, readonly Instruction[]][];
  const words: number[] = [];
  const places = all.map(([name, instructions]) => {
    const start = words.length;
    for (const [operation, ...operands] of instructions) {
      words.push(ALL.indexOf(operation), ...operands);
      while (words.length % WORDS > 0) words.push(0);
    }
    return [name, { start, end: words.length }] as const;
  });
  return {
    words: Uint32Array.from(words),
    tables: all.some(([, instructions]) =>
      instructions.some(([operation]) => ALL.indexOf(operation) >= OPERATIONS.length),
    ),
    places: Object.fromEntries(places) as Assembled<Name>['places'],
  };
}

/** What the kernels must know of this file, in WGSL. */
export const OPERATIONS_WGSL = [
  ...ALL.map((name, number) => `const ${name} = ${number}u;`),
  `const WORDS = ${WORDS}u;`,
].join('\n');
