export { placeConfig } from './config/command.ts';
export { type FileAt, isKeptName } from './files/kept-file.ts';
export { openProgram } from './open.ts';
export type { Keeper, ProgramRunner, ProgramTrial } from './runner.ts';
