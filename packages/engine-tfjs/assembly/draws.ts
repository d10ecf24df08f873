// Core's draws, in a module of their own: they keep constants, which may not lie in TF.js's memory.

export { normals, shuffle, words } from '../../core/assembly/random';

/** Where free memory begins. */
export const HEAP: usize = __heap_base;
