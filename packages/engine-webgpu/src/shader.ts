import { readFileSync } from 'node:fs';
import { OPERATIONS_WGSL } from './program.ts';

const FOLDER = new URL('../wgsl/', import.meta.url);

const wgsl = (name: string): string => readFileSync(new URL(`${name}.wgsl`, FOLDER), 'utf8');

/** The kernels that run programs. */
export const programShader = (): string =>
  [
    OPERATIONS_WGSL,
    ...['memory', 'arithmetic', 'random', 'rows', 'dense', 'latent', 'loss', 'optimizer', 'program'].map(
      wgsl,
    ),
  ].join('\n');

/** The kernel that shuffles. */
export const shuffleShader = (): string => ['arithmetic', 'random', 'shuffle'].map(wgsl).join('\n');

/** Arithmetic and noise alone, for what is written behind it. */
export const arithmeticShader = (): string => ['arithmetic', 'random'].map(wgsl).join('\n');
