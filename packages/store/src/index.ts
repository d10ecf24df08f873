import type * as opening from './open.ts';

export { TRIALS_OF_DIFFERING_DEVICES } from './cluster/differing-devices.ts';
export { RefusedData, TakenOver, TryAgain } from './error.ts';
export type { Move } from './migration/move.ts';
export type { OpenOptions } from './open.ts';
export { measureNames, parameterNames } from './own/names.ts';
export type * from './port.ts';
export { CONFIG_FIGURES } from './rank/config-figures.ts';
export { checkMetric, isMaximized, splitsOf } from './rank/metric.ts';
export { ROLE_NAMES, rolesSql } from './roles.ts';
export { storable } from './storable.ts';
export { chosenOf } from './trial/chosen.ts';
export { oneEach } from './trial/one-each.ts';
export { hashResult } from './trial/result-hash.ts';
export { TRIAL_STATES } from './trial/states.ts';

/** The `openStore` of open.ts. Loaded when it is called: commands that open none, and workers, start without a driver. */
export const openStore: typeof opening.openStore = async (options) =>
  (await import('./open.ts')).openStore(options);
