// All kernels are exported, though the driver calls few of them: what is not, the compiler writes into `runBatch`, and
// V8 then makes slower code of it (a step with dropout took more CPU in five of six runs by turns).

export * from './blocks';
export * from './conv';
export * from './conv-gradient';
export * from './dense';
export * from './gradient';
export * from './latent';
export * from './logistic';
export * from './loss';
export * from './optimizer';
export * from './outputs';
export * from './pool';
export * from './program';
export * from '../../core/assembly/random';
export * from './rows';
export * from './upsample';

/** Where the driver's memory begins. */
export const HEAP: usize = __heap_base;
