export * from './dense';
export * from './gradient';
export * from './latent';
export * from './logistic';
export * from './loss';
export * from './optimizer';
export * from './program';
export * from '../../core/assembly/random';
export * from './rows';

/** Where the driver's memory begins. */
export const HEAP: usize = __heap_base;
