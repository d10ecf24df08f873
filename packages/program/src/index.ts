export { placeConfig } from './config/command.ts';
export { type FileAt, isKeptName, type KeptFile } from './files/kept-file.ts';
export { openProgram } from './open.ts';
export type { Keeper, ProgramRunner, ProgramTrial, StoredCheckpoint } from './runner.ts';
