import util from 'node:util';

/**
 * TF.js for Node (4.22, its last release) calls two functions of `util` in every kernel: `isNullOrUndefined`, which
 * Node 23 removed, and `isArray`, of which Node warns. They are put back here, the one place that touches what is not
 * ours, and only before that package is loaded. To be deleted with the first release of tfjs-node that does without.
 */
export function restoreRemovedUtil(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}
