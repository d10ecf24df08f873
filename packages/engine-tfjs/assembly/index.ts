// Kernels that work in the memory of TF.js's own WebAssembly module, on its tensors. Nothing static may lie in this
// module: the addresses belong to the other one. What needs memory is given scratch, `panel`.
//
// Letters: K lanes, B rows, n columns; all tensors are row-major f32. Addresses and strides are in bytes. Up to 12
// bytes behind a tensor are read, never written: the allocator's own notes lie behind the last one.
//
// A sum runs over its terms in their order, whatever the sizes and the lanes beside, so that a lane has the same bits
// in any cohort.

export * from './latent';
export * from './layer';
export * from './loss';
export * from './optimizer';
