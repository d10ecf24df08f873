/** `import { openSweep } from 'latentsweep'`: docs/typescript-api.md. */

export type * from './api.ts';
export { openSweep } from './open-sweep.ts';
export { SweepError } from './sweep-error.ts';
