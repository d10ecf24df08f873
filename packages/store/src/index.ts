export { DEFAULT_DIRECTORY, type OpenOptions, openStore } from './open.ts';
export type * from './port.ts';
