export * from './program';
export { shuffle } from '../../core/assembly/random';
export { addresses, sequence } from './rows';

/** Where the driver's memory begins. */
export const HEAP: usize = __heap_base;
