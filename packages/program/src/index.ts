export { placeConfig } from './config/command.ts';
export { openProgram } from './open.ts';
export type { ProgramRunner, ProgramTrial } from './runner.ts';
