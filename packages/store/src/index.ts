export { RefusedData, TakenOver, TryAgain } from './error.ts';
export type { Move } from './migration/move.ts';
export { type OpenOptions, openStore } from './open.ts';
export type * from './port.ts';
export { ROLE_NAMES, rolesSql } from './roles.ts';
export { chosenOf } from './trial/chosen.ts';
export { TRIAL_STATES } from './trial/states.ts';
