import { readFileSync } from 'node:fs';
import { OPERATIONS_WGSL } from './program.ts';

const FOLDER = new URL('../wgsl/', import.meta.url);

const wgsl = (name: string): string => readFileSync(new URL(`${name}.wgsl`, FOLDER), 'utf8');

/** The kernels that run programs, with the operations of tables or without. */
export const programShader = (tables: boolean): string =>
  [
    OPERATIONS_WGSL,
    ...['memory', 'arithmetic', 'random', 'rows', 'dense', 'latent', 'loss', 'optimizer'].map(wgsl),
    tables
      ? ['double', 'free-bits', 'outputs'].map(wgsl).join('\n')
      : 'fn execute_tables(at: u32, id: u32, batch: Batch) {}',
    wgsl('program'),
  ].join('\n');

/** The kernel that shuffles. */
export const shuffleShader = (): string => ['arithmetic', 'random', 'shuffle'].map(wgsl).join('\n');

/** Arithmetic and noise alone, for what is written behind it. */
export const arithmeticShader = (): string => ['arithmetic', 'random', 'double'].map(wgsl).join('\n');
