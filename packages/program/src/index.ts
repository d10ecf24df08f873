export type { ProgramDeclaration } from './declaration.ts';
export { openProgram } from './open.ts';
export type { ProgramRunner } from './runner.ts';
export type { ProgramTrial } from './runner.ts';
