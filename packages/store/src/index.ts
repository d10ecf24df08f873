export { RefusedData, TakenOver, TryAgain } from './error.ts';
export { DEFAULT_DIRECTORY, type OpenOptions, openStore } from './open.ts';
export type * from './port.ts';
export { ROLE_NAMES, type RolesOptions, rolesSql } from './roles.ts';
export { chosenOf } from './trial/chosen.ts';
