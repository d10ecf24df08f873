export type { ProgramDeclaration } from './declaration.ts';
export { openProgram } from './open.ts';
export type { ProgramTrial } from './runner.ts';
