export { placeConfig } from './config/command.ts';
export { openProgram } from './open.ts';
export type { ProgramTrial } from './runner.ts';
