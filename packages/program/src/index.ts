export type { Limits, ProgramDeclaration, ReportWay } from './declaration.ts';
export type { FileAt, KeptFile } from './files/kept-file.ts';
export { openProgram } from './open.ts';
export type { Keeper, ProgramEnd, ProgramRunner, ProgramTrial, StoredCheckpoint } from './runner.ts';
